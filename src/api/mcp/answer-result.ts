import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { replyText } from '../../channels/reply-text.ts';
import { showableReply } from '../../channels/showable-reply.ts';
import type { DrawPng } from '../../charts/png.ts';
import type { Answer } from '../../conversation/conversation.ts';
import { neutral } from '../../language/neutral-text.ts';

/** Characters of an answer as text, and of any one text of it as data: what a language model reads at once without cost. */
const longestText = 12_000;
/** Pictures that go along with an answer. */
const mostPictures = 4;

/** An answer as a program reads it: what a person is shown, and the numbers themselves, in the units that the docs state. */
export const answerShape = z.object({
  intent: z.string(),
  title: z.string(),
  summary: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  details: z.array(z.string()),
  table: z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) }).nullable(),
  charts: z.array(z.string()),
  next: z.array(z.object({ label: z.string(), command: z.string() })),
  data: z.looseObject({}).meta({ additionalProperties: true }),
});

/**
 * An answer as the result of a tool: its text, its charts as pictures, and itself as data. Names, notes and comments in it are
 * other people's words: they stand between two lines that nobody can know before and, like everything that goes out, without
 * letters that nobody sees.
 * @param boundary what the two lines say: nothing that a name in the store could hold
 */
export async function answerResult(
  { intent, reply, data, locale }: Answer,
  drawPng: DrawPng,
  boundary: string,
): Promise<CallToolResult> {
  const shown = showableReply(reply, longestText);
  // A link may sign in whoever has it.
  const { link: _, ...linkless } = shown;
  const text = replyText(linkless, locale, { length: longestText });
  // A chart that cannot be drawn is described in the text, as all are.
  const drawn = await Promise.allSettled(
    reply.charts.slice(0, mostPictures).map(({ spec }) => drawPng(spec, 'light')),
  );
  const { title, summary, facts, details = [], table, charts, actions } = shown;
  const pictures = drawn.flatMap((each, at): ContentBlock[] =>
    each.status === 'fulfilled'
      ? [
          {
            type: 'image',
            data: Buffer.from(each.value).toString('base64'),
            mimeType: 'image/png',
            // The protocol has no place for what those hear who cannot see a picture; it is in the text as well.
            _meta: { 'bellwether/alt': charts[at]?.alt },
          },
        ]
      : [],
  );
  const structured: z.infer<typeof answerShape> = {
    intent,
    title,
    summary,
    facts,
    details,
    table:
      table === undefined
        ? null
        : { columns: table.columns.map(({ label }) => label), rows: table.rows },
    charts: charts.map(({ alt }) => alt),
    next: actions,
    data: neutralData(data),
  };
  return {
    content: [{ type: 'text', text: withinBoundary(text, boundary) }, ...pictures],
    structuredContent: structured,
  };
}

/** A text with data of the bank in it as a language model is given it: between two lines that nobody can know before. */
export const withinBoundary = (text: string, boundary: string): string =>
  `${boundary}\n${text}\n${boundary}`;

const anyJson = z.record(z.string(), z.unknown());

/** The numbers of an answer as JSON has them, texts among them without what would be obeyed. */
function neutralData(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const json = JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'string' ? neutral(value, '\n') : value,
  );
  return anyJson.parse(JSON.parse(json));
}
