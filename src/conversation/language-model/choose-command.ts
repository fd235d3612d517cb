import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { typedLine } from '../../language/fold.ts';
import { readings } from '../../language/readings.ts';
import type { AnyArgument } from '../arguments/argument.ts';
import { slashForm } from '../arguments/grammar.ts';
import { kinds } from '../arguments/kinds.ts';
import type { RegisteredCommand } from '../command.ts';
import { commandWord } from '../phrases.ts';
import type { Reading, Understanding } from '../understanding/read-line.ts';
import { termsOf } from '../understanding/terms.ts';
import { tokenise } from '../understanding/tokenise.ts';
import { asTool, commandTools } from './command-tools.ts';
import type { LanguageModel } from './language-model.ts';
import { type MaskedSentence, maskSentence } from './masked-sentence.ts';

/** What a language model chose, checked: a command, and the entities it is asked with. */
export type ChosenCommand = {
  command: RegisteredCommand;
  entities: Record<string, unknown>;
};

/** Whom or which customers a sentence is about: a command that cannot take that was not meant. */
const subjects = kinds.flatMap(({ countsAgainst, isFilter, entity }) =>
  (countsAgainst === true || isFilter) && entity !== undefined ? [entity] : [],
);

/** Whether a language model may be asked about a line: a sentence that the reader is unsure of. */
export function mayBeAsked(
  text: string,
  { intent, asks, error, sentence }: Understanding,
): boolean {
  const line = typedLine(text);
  return (
    sentence &&
    error === undefined &&
    (asks.length > 0 || intent === 'unknown') &&
    !readings.some(({ smallTalk }) =>
      Object.values(smallTalk ?? {}).some((pattern) => pattern.test(line)),
    )
  );
}

/**
 * Has a language model choose among the commands that the asker may use. It sees the masked sentence and the commands, and
 * nothing else.
 * @param allowed the commands that the asker may use
 * @returns undefined where it chose none, or one that these checks refuse: then the line is answered as without it
 */
export function chooseCommand(
  model: LanguageModel,
  text: string,
  understanding: Understanding,
  allowed: readonly RegisteredCommand[],
  reading: Pick<Reading, 'names' | 'timezone'>,
): Promise<ChosenCommand | undefined> {
  const { entities, locale } = understanding;
  const customers = [entities.customer ?? []].flat().map(String);
  const sentence = maskSentence(text, customers, reading);
  const tools = commandTools(allowed, locale);
  return model.choose(sentence.text, tools.map(asTool), (call) => {
    const command = tools.find(({ name }) => name === call.name)?.command;
    return command && checked(command, call.arguments, entities, sentence);
  });
}

function checked(
  command: RegisteredCommand,
  given: unknown,
  read: Readonly<Record<string, unknown>>,
  sentence: MaskedSentence,
): ChosenCommand | undefined {
  const known = command.arguments;
  if (subjects.some((entity) => entity in read && !(entity in known))) return undefined;
  const schema = schemaOf(known);
  const stated = schema.safeParse(withoutNull(given));
  if (!stated.success) return undefined;
  const whole = schema.safeParse(sentence.restored(stated.data));
  if (!whole.success) return undefined;
  const own = ownEntities(command, read, sentence);
  if (!schema.safeParse(own).success) return undefined;
  const entities: Record<string, unknown> = { ...own };
  for (const [name, value] of Object.entries(whole.data)) {
    const argument = known[name];
    if (argument === undefined || value === undefined) continue;
    const standing = inSentence(argument, value, own[name], sentence);
    if (standing === 'invented') return undefined;
    if (standing === 'said') entities[name] = own[name] ?? value;
  }
  const chosen = {
    command,
    entities: { ...entities, ...(read.export === undefined ? {} : { export: read.export }) },
  };
  // What changes something is offered as a button, and a button says all that it does.
  return command.changes && slashForm(commandWord(command), known, entities) === undefined
    ? undefined
    : chosen;
}

/** What the reader itself found in the sentence for a command. */
function ownEntities(
  { arguments: known }: RegisteredCommand,
  read: Readonly<Record<string, unknown>>,
  { readable, marked }: MaskedSentence,
): Record<string, unknown> {
  const terms = termsOf(tokenise(marked), marked);
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, argument]) => {
      const said = read[name] ?? argument.chosen(readable, terms);
      return said === undefined ? [] : [[name, said]];
    }),
  );
}

/**
 * Whether the sentence says an argument. One of several values, or a number, that it does not say is only left out; a name, a
 * note or a day that it does not say was made up.
 */
function inSentence(
  { kind, schema }: AnyArgument,
  value: unknown,
  own: unknown,
  sentence: MaskedSentence,
): 'said' | 'left out' | 'invented' {
  if (isDeepStrictEqual(value, own)) return 'said';
  if (typeof value === 'number') return sentence.says(value) ? 'said' : 'left out';
  if (typeof value === 'boolean') return 'left out';
  const texts = z.union([z.string(), z.array(z.string())]).safeParse(value).data;
  if (texts === undefined) return 'invented';
  const all = [texts].flat();
  const says = all.every((text) => sentence.says(text));
  if (isChoice(schema)) return says ? 'said' : 'left out';
  const isOfCustomers = kind.entity === 'customer';
  return says && (!isOfCustomers || all.every((text) => sentence.names(text)))
    ? 'said'
    : 'invented';
}

const isChoice = (schema: z.ZodType): boolean => z.toJSONSchema(schema).enum !== undefined;

/** The arguments of a command, each of which may be missing. */
const schemaOf = (known: RegisteredCommand['arguments']) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(known).map(([name, { schema }]) => [name, z.optional(schema)]),
    ),
  );

/** What a model gives for an argument that it means to leave out. */
function withoutNull(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}
