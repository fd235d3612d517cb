import words from './number-words.json' with { type: 'json' };

const digits: ReadonlyMap<string, string> = new Map([
  ...['zero', 'oh', 'o', 'nought', 'naught'].map((word): [string, string] => [word, '0']),
  ['one', '1'],
  ...Object.entries(words.units).flatMap(([word, number]): [string, string][] =>
    word === 'dozen' ? [] : [[word, String(number)]],
  ),
]);
const tens: ReadonlyMap<string, number> = new Map(
  Object.entries(words.tens).filter(([, number]) => number < 100),
);
const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000 };
const times: Readonly<Record<string, number>> = { double: 2, triple: 3 };

const anyWord = [
  ...digits.keys(),
  ...tens.keys(),
  ...Object.keys(scales),
  ...Object.keys(times),
].join('|');
const introduction = '(?:customer|client|account|id|number|no\\.?|nr\\.?)';
const run = `(?:(?:${anyWord})[ -](?:and )?)+(?:${anyWord})`;

/** Number words side by side that somebody says an id with: behind a word that says so, or three digits at least. */
const inSentence = new RegExp(`\\b${run}\\b`, 'gi');
const introduced = new RegExp(`\\b${introduction} $`, 'i');
const alone = new RegExp(`^(?:${introduction} )*(${run})$`, 'i');

/** Number words as the digits that they are said for: one by one, in pairs (“ten forty-two”), or as a number. */
function inDigits(said: string): string | undefined {
  const spoken = said
    .toLowerCase()
    .split(/[ -]+/)
    .filter((word) => word !== 'and');
  return spoken.some((word) => word in scales) ? asNumber(spoken) : sideBySide(spoken);
}

function sideBySide(spoken: readonly string[]): string | undefined {
  let all = '';
  let repeat = 1;
  for (let at = 0; at < spoken.length; at++) {
    const word = spoken[at] ?? '';
    const ten = tens.get(word);
    const unit = digits.get(spoken[at + 1] ?? '');
    if (word in times) repeat = times[word] ?? 1;
    else if (ten === undefined) {
      all += (digits.get(word) ?? '').repeat(repeat);
      repeat = 1;
    } else if (unit !== undefined && unit.length === 1 && unit !== '0') {
      all += String(ten + Number(unit));
      at++;
    } else all += String(ten);
  }
  return repeat === 1 ? all : undefined;
}

function asNumber(spoken: readonly string[]): string | undefined {
  let total = 0;
  let pending = 0;
  for (const word of spoken) {
    const scale = scales[word];
    if (scale === 100) pending = Math.max(pending, 1) * 100;
    else if (scale !== undefined) {
      total += Math.max(pending, 1) * scale;
      pending = 0;
    } else if (word in times) return undefined;
    else pending += tens.get(word) ?? Number(digits.get(word));
  }
  return String(total + pending);
}

/** An id in words, with what says that it is one: “customer one oh four two” → “1042”; undefined where it is none. */
export function spokenId(text: string): string | undefined {
  const [, said] = alone.exec(text.trim()) ?? [];
  return said === undefined ? undefined : inDigits(said);
}

/** A text with the ids in digits that it says in words. */
export function idsInDigits(text: string): string {
  return text.replace(inSentence, (said: string, at: number) => {
    const words = said.split(/[ -]+/);
    const isId =
      introduced.test(text.slice(0, at)) ||
      (words.length > 2 && words.every((word) => digits.get(word.toLowerCase())?.length === 1));
    return isId ? (inDigits(said) ?? said) : said;
  });
}
