const units: Record<string, number> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const tens: Record<string, number> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};

const pattern = new RegExp(
  `\\b(?:a |one )?(?:(${Object.keys(tens).join('|')})(?:[ -](one|${Object.keys(units).join('|')}))?|(${Object.keys(units).join('|')}))\\b`,
  'gi',
);

/** English number words from two to a hundred as digits: "the twenty-five best" → "the 25 best". */
export function englishNumbersToDigits(text: string): string {
  return text
    .replace(/\bhalf a dozen\b/gi, '6')
    .replace(pattern, (_, ten?: string, unit?: string, single?: string) => {
      if (single !== undefined) return String(units[single.toLowerCase()]);
      const base = tens[ten?.toLowerCase() ?? ''] ?? 0;
      const rest = unit === undefined ? 0 : (units[unit.toLowerCase()] ?? 1);
      return String(base + rest);
    });
}

const digits = '零一二三四五六七八九';
const digitOf = (sign: string): number =>
  sign === '〇' ? 0 : sign === '两' ? 2 : digits.indexOf(sign);

/** The characters of Chinese numerals, for a character class. */
export const chineseNumerals = '零〇一二两三四五六七八九十百千';

/** A Chinese or ASCII numeral below ten thousand: 十二 → 12, 一零四二 → 1042, 8 → 8; undefined for anything else. */
export function readNumeral(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (!new RegExp(`^[${chineseNumerals}]+$`).test(text)) return undefined;
  if (!/[十百千]/.test(text)) return Number([...text].map(digitOf).join(''));
  let total = 0;
  let pending: number | undefined;
  for (const sign of text) {
    const scale = sign === '十' ? 10 : sign === '百' ? 100 : sign === '千' ? 1000 : 0;
    if (scale === 0) pending = digitOf(sign);
    else {
      total += (pending ?? 1) * scale;
      pending = undefined;
    }
  }
  return total + (pending ?? 0);
}

/** Chinese numerals as digits where they count customers, spell an id or are a share: 十位 → 10位, 前五 → 前5, 一零四二 → 1042, 七成 → 70%. */
export function chineseNumbersToDigits(text: string): string {
  const run = `[${chineseNumerals}]`;
  const number = (numeral: string) => String(readNumeral(numeral) ?? numeral);
  return text
    .replace(new RegExp(`百分之([${chineseNumerals}\\d.]+)`, 'g'), (said, share: string) =>
      /^[\d.]+$/.test(share) ? `${share}%` : `${readNumeral(share) ?? said}%`,
    )
    .replace(
      /([一二三四五六七八九\d])成(半)?(?![为立长员功交])/g,
      (_, tenths: string, half?: string) =>
        `${(readNumeral(tenths) ?? 0) * 10 + (half === undefined ? 0 : 5)}%`,
    )
    .replace(/[零〇一二三四五六七八九]{3,}/g, number)
    .replace(
      new RegExp(`([前头]|top ?)(${run}+)`, 'gi'),
      (_, before: string, numeral: string) => `${before}${number(numeral)}`,
    )
    .replace(
      new RegExp(`${run}+(?=[大位名户家条]|个(?!月|季|工作日|星期|礼拜))`, 'g'),
      (numeral) => (/[二两三四五六七八九十百]/.test(numeral) ? number(numeral) : numeral),
    );
}
