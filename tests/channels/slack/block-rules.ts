import { z } from 'zod';

const text = (most: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });
const blockId = { block_id: z.string().max(255).optional() };

const richText = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: z
    .strictObject({ bold: z.boolean().optional(), italic: z.boolean().optional() })
    .optional(),
});
const link = z.strictObject({ type: z.literal('link'), url: z.url(), text: z.string().min(1) });
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(z.discriminatedUnion('type', [richText, link])).min(1),
});
const list = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(section).min(1),
  indent: z.number().optional(),
  offset: z.number().optional(),
});

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber]);
const feedbackButton = z.strictObject({ text: text(75), value: z.string().min(1).max(2000) });

/** Block Kit as Slack documents it, as far as messages of ours go. */
const block = z.discriminatedUnion('type', [
  z.strictObject({
    ...blockId,
    type: z.literal('table'),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  }),
  z
    .strictObject({
      ...blockId,
      type: z.literal('data_table'),
      caption: z.string().min(1),
      page_size: z.number().int().min(1).max(100).optional(),
      row_header_column_index: z.number().int().min(0).max(19).optional(),
      rows: z.array(z.array(cell).min(1).max(20)).min(2).max(101),
    })
    .refine(({ rows }) => new Set(rows.map(({ length }) => length)).size === 1, 'uneven rows'),
  z.strictObject({
    ...blockId,
    type: z.literal('context_actions'),
    elements: z
      .array(
        z.strictObject({
          type: z.literal('feedback_buttons'),
          action_id: z.string().min(1).max(255),
          positive_button: feedbackButton,
          negative_button: feedbackButton,
        }),
      )
      .min(1)
      .max(5),
  }),
  z.strictObject({ ...blockId, type: z.literal('divider') }),
  z.strictObject({ ...blockId, type: z.literal('header'), text: text(150) }),
  z.strictObject({
    ...blockId,
    type: z.literal('rich_text'),
    elements: z.array(z.discriminatedUnion('type', [section, list])).min(1),
  }),
  z.strictObject({
    ...blockId,
    type: z.literal('context'),
    elements: z.array(text(2000)).min(1).max(10),
  }),
  z.strictObject({
    ...blockId,
    type: z.literal('image'),
    slack_file: z.strictObject({ id: z.string() }).optional(),
    image_url: z.string().max(3000).optional(),
    alt_text: z.string().min(1).max(2000),
  }),
  z.strictObject({
    ...blockId,
    type: z.literal('actions'),
    elements: z
      .array(
        z.discriminatedUnion('type', [
          z.strictObject({
            type: z.literal('button'),
            action_id: z.string().min(1).max(255),
            text: text(75),
            value: z.string().min(1).max(2000).optional(),
          }),
          z.strictObject({
            type: z.literal('overflow'),
            action_id: z.string().min(1).max(255),
            options: z
              .array(z.strictObject({ text: text(75), value: z.string().min(1).max(150) }))
              .min(1)
              .max(5),
          }),
        ]),
      )
      .min(1)
      .max(25),
  }),
]);

const placeholder = text(150);
const inputElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('static_select'),
    action_id: z.string().min(1).max(255),
    placeholder,
    options: z
      .array(z.strictObject({ text: text(75), value: z.string().min(1).max(150) }))
      .min(1)
      .max(100),
  }),
  z.strictObject({ type: z.literal('datepicker'), action_id: z.string().min(1).max(255) }),
  z.strictObject({
    type: z.literal('plain_text_input'),
    action_id: z.string().min(1).max(255),
    multiline: z.boolean().optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    placeholder: placeholder.optional(),
  }),
]);
const inputBlock = z.strictObject({
  type: z.literal('input'),
  block_id: z.string().min(1).max(255),
  optional: z.boolean().optional(),
  label: text(2000),
  element: inputElement,
});

/** What Slack would refuse in the blocks of a modal. */
export function wrongWithModal(blocks: readonly { type: string }[]): string[] {
  const others = blocks.filter(({ type }) => type !== 'input');
  const inputs = blocks.filter(({ type }) => type === 'input');
  const tables = others.filter((each) => tableBlock.safeParse(each).success);
  return [
    ...wrongWithBlocks(others, () => false, 100),
    ...(tables.length > 0 ? ['unsupported block type in a modal'] : []),
    ...inputs.flatMap((each) => inputBlock.safeParse(each).error?.issues.map(String) ?? []),
  ];
}

/** All texts of a message's blocks, in order; alt texts and values of buttons are none. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  const holder = z.looseObject({ text: z.unknown().optional() }).safeParse(value).data;
  if (holder === undefined) return [];
  return Object.entries(holder).flatMap(([key, each]) =>
    key === 'text' && typeof each === 'string' ? [each] : textsIn(each),
  );
}

const tableBlock = z.object({ type: z.enum(['table', 'data_table']) });

/**
 * What Slack would refuse in the blocks of a message, or of a home, which has more.
 * @param processed whether Slack is done with a file
 */
export function wrongWithBlocks(
  blocks: readonly unknown[],
  processed: (fileId: string) => boolean,
  most: 50 | 100 = 50,
): string[] {
  if (blocks.length > most) return [`no more than ${most} items allowed [json-pointer:/blocks]`];
  const wrong = blocks.flatMap((given, at) => {
    const read = block.safeParse(given);
    if (!read.success) {
      return read.error.issues.map(
        ({ message, path }) => `${message} [json-pointer:/blocks/${at}/${path.join('/')}]`,
      );
    }
    const { data } = read;
    if (data.type === 'image') {
      const { slack_file, image_url } = data;
      if (image_url !== undefined && /\.slack\.com\//.test(image_url))
        return [`downloading image failed [json-pointer:/blocks/${at}/image_url]`];
      if ((slack_file === undefined) === (image_url === undefined))
        return [`one of slack_file and image_url is required [json-pointer:/blocks/${at}]`];
      if (slack_file !== undefined && !processed(slack_file.id))
        return [`invalid slack file [json-pointer:/blocks/${at}/slack_file]`];
    }
    if (data.type === 'actions') {
      const ids = data.elements.map(({ action_id }) => action_id);
      if (new Set(ids).size < ids.length)
        return [`\`action_id\` already exists [json-pointer:/blocks/${at}/elements]`];
    }
    return [];
  });
  const tables = blocks.filter((each) => tableBlock.safeParse(each).success);
  if (tables.length > 1) wrong.push('only_one_table_allowed [json-pointer:/blocks]');
  if (textsIn(tables).reduce((sum, each) => sum + each.length, 0) > 10_000)
    wrong.push('table cells must be less than 10001 characters [json-pointer:/blocks]');
  const length = textsIn(blocks).reduce((sum, each) => sum + each.length, 0);
  return length > 13_000 ? [...wrong, 'msg_blocks_too_long [json-pointer:/blocks]'] : wrong;
}
