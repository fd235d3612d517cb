import type { ExportFormat, ExportReading } from '../../reading.ts';

const named: Record<ExportFormat, string> = {
  csv: 'csv',
  xlsx: '(?:xlsx?|(?:ms |microsoft )?(?:excel+|exc?el+|ecxel)|spread ?sheet|work ?book)',
  pdf: 'pdf',
};
const kind = '(?: (?:file|format|spread ?sheet|sheet|table|work ?book|document|export|download))?';
const thanks = '(?:,? (?:please|pls|thanks|thank you))?';

const whatFor =
  "(?: for (?:(?:the|my|our|\\p{L}+'s) ){0,2}(?:meeting|boss|team|call|review|presentation|records?|files?|deck))?";

const ending = (format: string) =>
  new RegExp(
    `(?:[,;:.]| [-–])?(?: and)?(?:,? please)?(?: (?:(?:export|download|save|put|turn|send|give|convert|dump|write)(?: me)?(?: (?:it|that|this|them|these|those|the (?:list|result|table)))?|exported|saved|downloaded|formatted|written))? (?:as|to|into|in|for)(?: an?| the| my)? ?\\.?${format}${kind}${whatFor}${thanks}$`,
    'iu',
  );

const beginning = (format: string) =>
  new RegExp(
    `^(?:please )?(?:(?:can|could|may) (?:you|i) )?(?:(?:export|download|save|give|send|make|create|get|want|need|have|show)(?: me)?(?: as| to)? )?(?:an? |the )?${format}${kind}(?: (?:of|with|for|from|listing))?:? `,
    'iu',
  );

const alone = (format: string) =>
  new RegExp(
    `^ ?(?:(?:and|now|ok|please|same|this|that|it|just|the)[ ,]+){0,3}(?:an? )?${format}${kind}(?: version| copy)?(?: of (?:it|that|this|them|those))?${whatFor}${thanks}$`,
    'iu',
  );

/** How English asks for a table as a file. */
export const exports: ExportReading = {
  ending: { csv: ending(named.csv), xlsx: ending(named.xlsx), pdf: ending(named.pdf) },
  beginning: { csv: beginning(named.csv), xlsx: beginning(named.xlsx), pdf: beginning(named.pdf) },
  alone: { csv: alone(named.csv), xlsx: alone(named.xlsx), pdf: alone(named.pdf) },
  around:
    /^(?:please )?(?:(?:can|could|may) (?:you|i) (?:please )?)?(?:export|download|save|convert|dump|put)(?: me)? /iu,
};
