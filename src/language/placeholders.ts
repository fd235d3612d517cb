import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

/**
 * What a text is to be given for a placeholder: a string; a number; a day, `YYYY-MM-DD`; or one of the words that it
 * chooses by, where `open` says that it has words for any other too.
 */
export type Placeholder = {
  kind: 'text' | 'number' | 'day' | 'choice';
  choices: readonly string[];
  open: boolean;
  /** false for a number that the text is only inflected by */
  printed: boolean;
};

/**
 * The placeholders of an ICU message by name.
 * @throws {Error} where the text is not an ICU message, or uses one placeholder in two ways
 */
export function placeholdersOf(text: string): Map<string, Placeholder> {
  const found = new Map<string, Placeholder>();
  collect(parse(text, { ignoreTag: true }), found, undefined);
  return found;
}

function collect(
  elements: readonly MessageFormatElement[],
  found: Map<string, Placeholder>,
  plural: string | undefined,
): void {
  for (const element of elements) {
    switch (element.type) {
      case TYPE.literal:
        break;
      case TYPE.pound:
        if (plural !== undefined) add(found, plural, { kind: 'number', printed: true });
        break;
      case TYPE.argument:
        add(found, element.value, { kind: 'text', printed: true });
        break;
      case TYPE.number:
        add(found, element.value, { kind: 'number', printed: true });
        break;
      case TYPE.date:
        add(found, element.value, { kind: 'day', printed: true });
        break;
      case TYPE.plural:
        add(found, element.value, { kind: 'number', printed: false });
        for (const { value } of Object.values(element.options))
          collect(value, found, element.value);
        break;
      case TYPE.select:
        add(found, element.value, {
          kind: 'choice',
          printed: true,
          choices: Object.keys(element.options).filter((option) => option !== 'other'),
          open: !isEmpty(element.options.other?.value ?? []),
        });
        for (const { value } of Object.values(element.options)) collect(value, found, plural);
        break;
      case TYPE.time:
      case TYPE.tag:
        throw new Error(`{${element.value}} is a time or a tag: give it as text`);
    }
  }
}

/** Whether what stands under `other` says nothing, so that no other word is expected. */
const isEmpty = (elements: readonly MessageFormatElement[]): boolean =>
  elements.every((element) => element.type === TYPE.literal && element.value.trim() === '');

function add(
  found: Map<string, Placeholder>,
  name: string,
  use: Pick<Placeholder, 'kind' | 'printed'> & Partial<Placeholder>,
): void {
  const before = found.get(name);
  // A number that a plural goes by may stand in its branches as it was given.
  const kinds = new Set([use.kind, ...(before === undefined ? [] : [before.kind])]);
  const kind = kinds.size === 1 ? use.kind : kinds.has('choice') ? 'choice' : undefined;
  if (kind === undefined || (kinds.size > 1 && !kinds.has('text')))
    throw new Error(`{${name}} is used in two ways`);
  found.set(name, {
    kind,
    choices: [...new Set([...(before?.choices ?? []), ...(use.choices ?? [])])],
    open: before?.open === true || use.open === true || (kind === 'choice' && kinds.has('text')),
    printed: before?.printed === true || use.printed,
  });
}

/** What is wrong with a translation's placeholders, in a line; undefined where they are those of the original. */
export function mismatch(original: string, translation: string): string | undefined {
  let translated: Map<string, Placeholder>;
  try {
    translated = placeholdersOf(translation);
  } catch (error) {
    return `not an ICU message (${error instanceof Error ? error.message : String(error)})`;
  }
  const expected = placeholdersOf(original);
  for (const [name, { printed, kind }] of expected) {
    const there = translated.get(name);
    if (there === undefined) {
      if (printed) return `{${name}} is missing`;
      continue;
    }
    if (there.kind !== kind) return `{${name}} is a ${there.kind}, and a ${kind} in English`;
  }
  for (const [name, { choices }] of translated) {
    const source = expected.get(name);
    if (source === undefined) return `{${name}} is not in the English text`;
    const strange = choices.find((choice) => !source.choices.includes(choice));
    if (strange !== undefined) return `{${name}} is never “${strange}” in English`;
  }
  return undefined;
}
