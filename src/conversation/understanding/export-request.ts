import { type ExportFormat, exportFormats } from '../../language/reading.ts';
import { readings } from '../../language/readings.ts';

/** A line that asks for a table as a file: what is left of it, and the format. */
export type ExportRequest = { text: string; format: ExportFormat };

/** No way to say so is longer, in characters. */
const longestEnding = 80;
/** What may end a line behind it. */
const ended = /[\s.!?。！？]{0,20}$/u;
const led = /^(?:\/ ?value|value)(?:\s|$)/iu;

/** Letters as keyboards for Chinese may give them; each is one character in either way. */
const fullWidth = /[\uff01-\uff5e]/g;
const narrowed = (wide: string) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0);

const said = readings.flatMap(({ exports }) => exports ?? []);

/**
 * Takes off a line what asks for its table as a file, such as “as csv” or “导出为Excel”.
 * @param typed a line no longer than is read
 * @returns undefined where it asks for none
 */
export function exportRequest(typed: string): ExportRequest | undefined {
  const started = typed.trimStart();
  const lead = led.exec(started)?.[0] ?? '';
  const line = started.slice(lead.length).trimStart().replace(ended, '');
  // A line may be nothing but the ending; a space stands before each.
  const spaced = ` ${line}`;
  const narrow = spaced.replace(fullWidth, narrowed);
  const from = Math.max(0, spaced.length - longestEnding);
  const tail = narrow.slice(from);
  for (const { alone } of said)
    for (const format of exportFormats) if (alone[format].test(narrow)) return { text: '', format };
  for (const { ending, around } of said) {
    for (const format of exportFormats) {
      const found = ending[format].exec(tail);
      if (found === null) continue;
      const rest = spaced.slice(0, from + found.index).trim();
      return { text: leading(lead, rest.replace(around, '')), format };
    }
  }
  for (const { beginning } of said) {
    for (const format of exportFormats) {
      const found = beginning[format].exec(narrow.slice(1));
      if (found !== null) return { text: leading(lead, line.slice(found[0].length)), format };
    }
  }
  return undefined;
}

const leading = (lead: string, rest: string): string => (rest.trim() === '' ? '' : lead + rest);

type Entities = Readonly<Record<string, unknown>>;

/** What asks for all of a list, of which a further page was asked for. */
export function wholeList(entities: Entities): Entities {
  if (entities.from === undefined) return entities;
  const { from: _, limit: __, ...rest } = entities;
  return rest;
}
