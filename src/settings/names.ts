import { z } from 'zod';

/** A name in both languages. */
export type NameInBoth = { en: string; zh: string };

/** The longest name: a button and the label of a chart still hold it. */
const longestName = 60;
const nameText = z
  .string()
  .trim()
  .min(1)
  .max(longestName)
  .regex(
    /^[^=:"“”„«»「」『』＝：＂\n]*$/,
    'a name has no =, no colon, no quotation mark and one line',
  );

const segmentText = nameText.superRefine((text, context) => {
  const asked = segmentAsAsked(text);
  if (asked === '') {
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} only says that it is a segment; expected what sets it apart`,
    });
  } else if (/^([^/]+\/\s*)?s?\d+$/.test(asked)) {
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} reads like a segment's number; expected words`,
    });
  }
});

/** What a way to cut the bank is called. */
export const cutName = z.strictObject({ en: nameText, zh: nameText });

/** What a segment is called, or a word of which its name is made. */
export const segmentName = z.strictObject({ en: segmentText, zh: segmentText });

/** What people call the main way to cut the bank. */
export const wordsForMain = [
  'main',
  'usual',
  'default',
  'the main way',
  '主要',
  '默认',
  '主要方式',
];

/** A name or an id, where in the configuration it is, and the field of each language. */
export type NamedAt = { at: readonly string[]; name: NameInBoth };

/** A clash of names: where it is, and why it cannot be. */
export type NameClash = { path: string[]; message: string };

/**
 * Segments that could not be told apart by name: who asks may use either language, so a name in one may not be another's
 * in the other, whatever the case, the spaces, the commas and the words that only say that it is a segment.
 */
export function clashesOfSegments(named: readonly NamedAt[]): NameClash[] {
  return clashes(named, segmentAsAsked, new Map(), 'two segments cannot share a name');
}

/**
 * Ways to cut the bank that could not be told apart: by their names in either language, which may not be another's id or
 * a word for the main way.
 *
 * @param cuts by id
 */
export function clashesOfCuts(cuts: readonly (NamedAt & { id: string })[]): NameClash[] {
  const ofMain = new Map(wordsForMain.map((word) => [word, 'what the main way is called']));
  const reserved = cuts.flatMap(({ id, at }) =>
    ofMain.has(id)
      ? [
          {
            path: [...at],
            message: `${JSON.stringify(id)} is what the main way is called; give it another id`,
          },
        ]
      : [],
  );
  const ids = cuts.map(({ id }) => [id, `the id of further.${id}`] as const);
  const taken = new Map([...ids, ...ofMain]);
  const why = 'two ways to cut the bank cannot share a name';
  return [
    ...reserved,
    ...clashes(
      cuts.map(({ at, name }) => ({ at: [...at, 'name'], name })),
      folded,
      taken,
      why,
      (key, { at }) => at.at(-2) === key,
    ),
  ];
}

/** @param own whether a taken name is one's own */
function clashes(
  named: readonly NamedAt[],
  form: (name: string) => string,
  taken: ReadonlyMap<string, string>,
  why: string,
  own: (key: string, named: NamedAt) => boolean = () => false,
): NameClash[] {
  const holders = new Map<string, NamedAt>();
  return named.flatMap((each) =>
    (['en', 'zh'] as const).flatMap((language) => {
      const key = form(each.name[language]);
      const holder = holders.get(key);
      const elsewhere =
        (own(key, each) ? undefined : taken.get(key)) ??
        (holder === undefined || holder === each ? undefined : holder.at.join('.'));
      if (elsewhere === undefined) {
        holders.set(key, each);
        return [];
      }
      const message = `${JSON.stringify(each.name[language])} is also ${elsewhere}; ${why}`;
      return [{ path: [...each.at, language], message }];
    }),
  );
}

/** A segment's name as it is looked up when somebody asks for it. */
function segmentAsAsked(name: string): string {
  return folded(name)
    .replace(/[,、]+/g, ' ')
    .replace(
      /^((the|segment|group|客群)\s+)+|^the$|\s*(segment|group|cluster|客户群体|客户群|群体|客群)$/g,
      ' ',
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** In one case, without accents and with single spaces. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
