import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { writeCsv } from '../conversation/export/csv.ts';
import { type ColumnOf, type SheetValue, sheetOf } from '../conversation/export/sheet.ts';

/** In which form an answer is wanted, where the address says so; otherwise as `accept` says. */
export const formatQuery = {
  format: z
    .enum(['json', 'csv'])
    .optional()
    .describe('csv: as a file, as `Accept: text/csv` asks for, too'),
};

/** What is sent as CSV, for the description of a route. */
export const csvContent = {
  'text/csv': { schema: z.string().describe('RFC 4180 in UTF-8, headings in the first record') },
};

/** Whether a request wants CSV: its address says so, or its `Accept` header puts it before JSON. */
export function wantsCsv(request: FastifyRequest, format: 'json' | 'csv' | undefined): boolean {
  if (format !== undefined) return format === 'csv';
  const { accept = '' } = request.headers;
  return weightOf('text/csv', accept) > weightOf('application/json', accept);
}

/** The weight a media type has in an `Accept` header that names it (RFC 9110), 0 to 1; 0 where it does not. */
function weightOf(type: string, accept: string): number {
  for (const range of accept.split(',')) {
    const [named = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    if (named !== type) continue;
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2);
    return weight === undefined ? 1 : Number(weight) || 0;
  }
  return 0;
}

type Item = Record<string, unknown>;

/**
 * Items as CSV, as the files of the chat are written: what a spreadsheet would calculate is text. A column is called as it is
 * in JSON, what an item holds in turn as `rfm.recency`; of several values in one, each stands behind a semicolon.
 */
export function csvOf(shape: z.ZodObject, items: readonly Item[]): Uint8Array {
  return writeCsv(
    sheetOf(
      items,
      '',
      columnsOf(shape, (item) => item, ''),
    ),
  );
}

function columnsOf(
  { shape }: z.ZodObject,
  within: (item: Item) => unknown,
  before: string,
): ColumnOf<Item>[] {
  return Object.entries(shape).flatMap(([key, type]): ColumnOf<Item>[] => {
    const label = `${before}${key}`;
    const of = (item: Item) => {
      const holder = within(item);
      return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : null;
    };
    if (type instanceof z.ZodObject) return columnsOf(type, of, `${label}.`);
    return [{ label, type: 'number', value: (item) => cellOf(of(item)) }];
  });
}

function cellOf(value: unknown): SheetValue {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.map(String).join('; ') : null;
}

/** Sends items as a file. @param name without its ending, of letters, digits and hyphens */
export function sendCsv(
  reply: FastifyReply,
  name: string,
  shape: z.ZodObject,
  items: readonly Item[],
): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .type('text/csv; charset=utf-8')
    .send(Buffer.from(csvOf(shape, items)));
}
