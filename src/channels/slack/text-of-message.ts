import { z } from 'zod';

const given = z.looseObject({
  text: z.string().catch(''),
  blocks: z.array(z.unknown()).catch([]),
  attachments: z
    .array(
      z.looseObject({
        pretext: z.string().catch(''),
        title: z.string().catch(''),
        text: z.string().catch(''),
        blocks: z.array(z.unknown()).catch([]),
      }),
    )
    .catch([]),
});
const block = z.looseObject({ text: z.unknown().optional() });

/** The texts of blocks, in order. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  const { data } = block.safeParse(value);
  if (data === undefined) return [];
  return typeof data.text === 'string'
    ? [data.text]
    : Object.values(data).flatMap((each) => (typeof each === 'object' ? textsOf(each) : []));
}

/**
 * What a message of Slack says, with what is attached to it, as Slack writes it. Most messages say in `text` what their blocks say;
 * only where they do not, the blocks are read.
 */
export function textOfMessage(message: unknown): string {
  const { text, blocks, attachments } = given.parse(message);
  return [
    ...(text === '' ? textsOf(blocks) : [text]),
    ...attachments.flatMap((each) => [
      each.pretext,
      each.title,
      each.text,
      ...textsOf(each.blocks),
    ]),
  ]
    .filter((each) => each !== '')
    .join('\n');
}
