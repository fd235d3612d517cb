import type { NamingWords } from '../../../src/valuation/index.ts';

/** How names of segments are made in English and Chinese, independently of the catalogs. */
export const wording = {
  en: {
    middle: 'middle of the bank',
    noise: 'unlike the others',
    rest: 'everyone else',
    high: (feature) => `high ${feature}`,
    low: (feature) => `low ${feature}`,
    very: (word) => `very ${word}`,
    and: (name, word) => `${name}, ${word}`,
    numbered: (name, number) => `${name} ${number}`,
  },
  zh: {
    middle: '中间客户',
    noise: '与众不同',
    rest: '其他客户',
    high: (feature) => `${feature}偏高`,
    low: (feature) => `${feature}偏低`,
    very: (word) => `特别${word}`,
    and: (name, word) => `${name}、${word}`,
    numbered: (name, number) => `${name}${number}`,
  },
} as const satisfies Record<string, NamingWords>;
