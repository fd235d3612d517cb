import { z } from 'zod';
import { localeName } from '../language/locale.ts';
import { nameKey } from '../language/name-key.ts';
import type { Names } from '../language/names.ts';
import { spellings } from '../language/spellings.ts';

/** The longest name: a button and the label of a chart still hold it. */
const longestName = 60;
const nameText = z
  .string()
  .trim()
  .min(1)
  .max(longestName)
  .regex(
    /^[^=:"“”„«»「」『』＝：＂\n]*$/,
    'a name is one line without =, colons or quotation marks',
  );

const segmentText = nameText.superRefine((text, context) => {
  const asked = nameKey(text, 'segment');
  if (asked === '') {
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} says only that it is a segment; expected words that set it apart`,
    });
  } else if (/^([^/]+\/\s*)?s?\d+$/.test(asked)) {
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} reads like a segment's number; expected words`,
    });
  }
});

const locale = z.string().regex(localeName, 'expected a language for the name, such as en or zh');

const inLanguages = (text: typeof nameText) =>
  z
    .record(locale, text)
    .refine((names) => Object.keys(names).length > 0, 'expected a name in a language, such as en');

/** What a segmentation is called, by locale. */
export const segmentationName = inLanguages(nameText);

/** What a segment is called, or a word of which its name is made, by locale. */
export const segmentName = inLanguages(segmentText);

/** A name by locale, and where in the configuration it is. */
export type NamedAt = { at: readonly string[]; name: Names };

/** A clash of names: where it is, and why it cannot be. */
export type NameClash = { path: string[]; message: string };

/**
 * Segments that could not be told apart by name: people may ask in any language, so a name in one may not be another's in
 * another, whatever the case, the spaces, the commas and the words that only say that it is a segment.
 */
export function clashesOfSegments(named: readonly NamedAt[]): NameClash[] {
  const keyOf = (name: string) => nameKey(name, 'segment');
  return clashes(named, keyOf, new Map(), 'two segments cannot share a name');
}

/**
 * Segmentations that could not be told apart: by their names in any language, which may not be another's id or a word for
 * the main one.
 *
 * @param segmentations by id
 */
export function clashesOfSegmentations(
  segmentations: readonly (NamedAt & { id: string })[],
): NameClash[] {
  const keyOf = (name: string) => nameKey(name, 'segmentation');
  const ofMain = new Map(
    spellings('name-words.main').map((word) => [
      keyOf(word),
      'what the main segmentation is called',
    ]),
  );
  const reserved = segmentations.flatMap(({ id, at }) =>
    ofMain.has(keyOf(id))
      ? [
          {
            path: [...at],
            message: `${JSON.stringify(id)} is what the main segmentation is called; give it another id`,
          },
        ]
      : [],
  );
  const ids = segmentations.map(({ id }) => [keyOf(id), `the id of further.${id}`] as const);
  const taken = new Map([...ids, ...ofMain]);
  const why = 'two segmentations cannot share a name';
  return [
    ...reserved,
    ...clashes(
      segmentations.map(({ at, name }) => ({ at: [...at, 'name'], name })),
      keyOf,
      taken,
      why,
      (key, { at }) => keyOf(at.at(-2) ?? '') === key,
    ),
  ];
}

/** @param own whether a taken name is one's own */
function clashes(
  named: readonly NamedAt[],
  keyOf: (name: string) => string,
  taken: ReadonlyMap<string, string>,
  why: string,
  own: (key: string, named: NamedAt) => boolean = () => false,
): NameClash[] {
  const holders = new Map<string, NamedAt>();
  return named.flatMap((each) =>
    Object.entries(each.name).flatMap(([language, name]) => {
      const key = keyOf(name);
      if (key === '') return [];
      const holder = holders.get(key);
      const elsewhere =
        (own(key, each) ? undefined : taken.get(key)) ??
        (holder === undefined || holder === each ? undefined : holder.at.join('.'));
      if (elsewhere === undefined) {
        holders.set(key, each);
        return [];
      }
      const message = `${JSON.stringify(name)} is also ${elsewhere}; ${why}`;
      return [{ path: [...each.at, language], message }];
    }),
  );
}
