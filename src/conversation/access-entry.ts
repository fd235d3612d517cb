import type { KindName } from './arguments/kind.ts';
import type { RegisteredCommand } from './command.ts';

/** Kinds of argument whose words are a person's own, or may name a customer: the log of access has none of them. */
const ownWords: ReadonlySet<KindName> = new Set([
  'customer',
  'customers',
  'note',
  'contact',
  'campaignName',
  'topic',
]);

/** The name of a figure in `data`; whatever else stands there, such as an id by which figures are listed, is none. */
const figureName = /^[a-z][A-Za-z0-9]{0,39}$/;
/** Names of figures that an entry has at most. */
const mostFigures = 60;

/**
 * What a question asked for as the log of access has it: its arguments by name, without whom it is about and without what
 * somebody wrote.
 * @param found whether each named something that there is; otherwise words may be anything, and numbers alone are kept
 */
export function argumentsForLog(
  command: RegisteredCommand | undefined,
  entities: Readonly<Record<string, unknown>>,
  found: boolean,
): Record<string, unknown> {
  const kept = Object.entries(entities).filter(([name, value]) => {
    if (name === 'export') return true;
    const kind = command?.arguments[name]?.kind.name;
    if (kind === undefined || ownWords.has(kind)) return false;
    return found || typeof value === 'number' || typeof value === 'boolean';
  });
  return Object.fromEntries(kept);
}

/** The names of the figures in `data` of an answer, those of a list once, after its own name and a dot. */
export function figuresIn(data: Readonly<Record<string, unknown>>): string[] {
  const names = new Set<string>();
  const add = (value: unknown, within: string) => {
    if (Array.isArray(value)) {
      const [first] = value;
      if (isRecord(first)) addAll(first, `${within}.`);
      else if (value.length > 0) names.add(within);
    } else if (value !== null && value !== undefined) names.add(within);
  };
  const addAll = (values: Readonly<Record<string, unknown>>, before: string) => {
    for (const [name, value] of Object.entries(values))
      if (figureName.test(name) && (before === '' || !Array.isArray(value)))
        add(value, `${before}${name}`);
  };
  addAll(data, '');
  return [...names].slice(0, mostFigures);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
