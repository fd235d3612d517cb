const digits = '零一二三四五六七八九';
const digitOf = (character: string): number =>
  character === '〇'
    ? 0
    : character === '幺'
      ? 1
      : character === '两'
        ? 2
        : digits.indexOf(character);

/** The characters of numerals, for a character class. */
export const numerals = '零〇一二两三四五六七八九十百千';

const numeralAlone = /^[零〇幺一二两三四五六七八九十百千]+$/;

/** A numeral below ten thousand, in characters or digits: 十二 → 12, 一零四二 → 1042; undefined for anything else. */
export function readNumeral(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (!numeralAlone.test(text)) return undefined;
  if (!/[十百千]/.test(text)) return Number([...text].map(digitOf).join(''));
  let total = 0;
  let pending: number | undefined;
  for (const character of text) {
    const scale =
      character === '十' ? 10 : character === '百' ? 100 : character === '千' ? 1000 : 0;
    if (scale === 0) pending = digitOf(character);
    else {
      total += (pending ?? 1) * scale;
      pending = undefined;
    }
  }
  return total + (pending ?? 0);
}

const inDigits = (numeral: string) => String(readNumeral(numeral) ?? numeral);

/** A count in digits; 五六 is five or six, and stays as it is. */
const countInDigits = (numeral: string) =>
  /^[一二两三四五六七八九]{2}$/.test(numeral) ? numeral : inDigits(numeral);

/** An id digit by digit; 一三五 are days of the week where a time follows, or the week is named. */
const spelt =
  /(?<!周|星期|礼拜|逢)(?!(?:一三五|二四六)(?:早|晚|上午|下午|中午|[零一二两三四五六七八九十\d]{1,3}[点时]))[零〇幺一二三四五六七八九]{3,}/g;

/** Numerals as digits where they count customers, spell an id or are a share: 十位 → 10位, 前五 → 前5, 一零四二 → 1042, 七成 → 70%. */
export function numbersInDigits(text: string): string {
  return text
    .replace(/百分之([零〇一二两三四五六七八九十百千\d.]+)/g, (said, share: string) =>
      /^[\d.]+$/.test(share) ? `${share}%` : `${readNumeral(share) ?? said}%`,
    )
    .replace(
      /([一二三四五六七八九\d])成(?:(半)|([一二三四五六七八九\d])(?![成\d]))?(?![为立长员功交])/g,
      (_, tenths: string, half?: string, hundredths?: string) =>
        `${(readNumeral(tenths) ?? 0) * 10 + (half === undefined ? (readNumeral(hundredths ?? '0') ?? 0) : 5)}%`,
    )
    .replace(spelt, inDigits)
    .replace(
      /(?<=(?:客户|客戶|编号|编号[为是])[:：]?)[零〇一二两三四五六七八九十百千]{2,}/g,
      inDigits,
    )
    .replace(
      /[零〇一二两三四五六七八九十百千]*[百千][零〇一二两三四五六七八九十]*(?=号)/g,
      inDigits,
    )
    .replace(
      /([前头]|top ?)([零〇一二两三四五六七八九十百千]+)/gi,
      (_, before: string, numeral: string) => `${before}${countInDigits(numeral)}`,
    )
    .replace(
      /[零〇一二两三四五六七八九十百千]+(?=[大位名户家条通]|个(?!月|季|工作日|星期|礼拜))/g,
      (numeral) => (/[二两三四五六七八九十百]/.test(numeral) ? countInDigits(numeral) : numeral),
    );
}

/** An id that is said in numerals, with what says that it is an id: 幺零四二, 一千零四十二号. */
export function spokenId(text: string): string | undefined {
  const [, numeral = ''] =
    /^(?:(?:客户|客戶|顾客)?(?:编号|号码|号)?[为是:：]?)? ?([零〇幺一二两三四五六七八九十百千]{2,}) ?号?$/u.exec(
      text,
    ) ?? [];
  if (numeral === '') return undefined;
  // Digit for digit, zeros in front stand.
  return /[十百千]/.test(numeral)
    ? String(readNumeral(numeral))
    : [...numeral].map(digitOf).join('');
}
