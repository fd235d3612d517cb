import type { types } from '@slack/bolt';
import type { Action, Reply, Table } from '../../conversation/reply.ts';
import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { exportActions } from '../export-actions.ts';
import { replyText } from '../reply-text.ts';
import { showableReply, truncate } from '../showable-reply.ts';
import { voteActions } from '../vote-actions.ts';
import type { FormButton } from './forms/form-buttons.ts';
import { slackLimits } from './limits.ts';
import type { NativeForm } from './native-forms.ts';
import { list, listOf, plain, type RichText, section } from './rich-text.ts';
import { rowBlocks } from './row-blocks.ts';
import { type NativeTable, nativeTable } from './table-blocks.ts';

type Block = types.KnownBlock;
/** A row reads as a line on a phone: the first cell in bold, then each further cell after its column's name. */
function rowLine(table: Table, row: string[]): RichText[] {
  const [first = '', ...rest] = row;
  const cells = rest.flatMap((cell, i) =>
    cell === '' ? [] : [plain(`  ·  ${table.columns[i + 1]?.label ?? ''} `), plain(cell, true)],
  );
  return [plain(first, true), ...cells];
}

const lengthOf = (elements: RichText[]) =>
  elements.reduce((sum, element) => sum + (element.type === 'text' ? element.text.length : 0), 0);

/** The lines, from the first, that fit into a number of characters. */
function fitting(lines: RichText[][], room: number): RichText[][] {
  let used = 0;
  const over = lines.findIndex((line) => {
    used += lengthOf(line);
    return used > room;
  });
  return over < 0 ? lines : lines.slice(0, over);
}

/** Sentences as lists, each below the heading that stands before it: a heading is bold as a whole. */
function headed(lines: RichText[][]): Block[] {
  const elements: types.RichTextBlock['elements'] = [];
  let below: RichText[][] = [];
  for (const line of lines) {
    if (!line.every(isBold)) {
      below.push(line);
      continue;
    }
    elements.push(...listOf('bullet', below), section(line));
    below = [];
  }
  elements.push(...listOf('bullet', below));
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

const isBold = (element: RichText) =>
  element.type === 'text' && element.style !== undefined && element.style.bold === true;

const remark = (text: string): Block => ({
  type: 'context',
  elements: [{ type: 'plain_text', text }],
});

const button = ({ label, command, inPlace }: Action, at: number): types.Button => ({
  type: 'button',
  action_id: `${inPlace ? 'turn' : 'ask'}:${at}`,
  text: { type: 'plain_text', text: truncate(label, slackLimits.buttonText) },
  value: command,
});

const formButton = ({ form, of, label }: FormButton): types.Button => ({
  type: 'button',
  action_id: `form:${form}:${of}`.slice(0, slackLimits.actionId),
  text: { type: 'plain_text', text: truncate(label, slackLimits.buttonText) },
  value: of,
});

/** A page to open. Slack tells nobody that it was. */
const linkBlock = ({ label, address }: NonNullable<Reply['link']>): Block => ({
  type: 'rich_text',
  elements: [section([{ type: 'link', url: address, text: label }])],
});

/** The menu in which one says whether an answer was helpful: a sign of its own behind the buttons. */
const voteMenu = (votable: string, locale: Locale): types.Overflow => ({
  type: 'overflow',
  action_id: 'vote',
  options: voteActions(votable, locale).map(({ label, command }) => ({
    text: { type: 'plain_text', text: label },
    value: command,
  })),
});

/** The kinds of table among what a workspace takes. */
const tablesOf = (native: ReadonlySet<NativeForm>): ReadonlySet<NativeTable['type']> =>
  new Set((['table', 'data_table'] as const).filter((kind) => native.has(kind)));

/** The same as buttons of Slack's own below the message. */
function feedback(votable: string, locale: Locale): Block[] {
  const [helpful, notHelpful] = voteActions(votable, locale).map(({ label, command }) => ({
    text: { type: 'plain_text' as const, text: label },
    value: command,
  }));
  if (helpful === undefined || notHelpful === undefined) return [];
  const buttons: types.FeedbackButtons = {
    type: 'feedback_buttons',
    action_id: 'vote',
    positive_button: helpful,
    negative_button: notHelpful,
  };
  return [{ type: 'context_actions', elements: [buttons] }];
}

/** The buttons, in as few blocks as possible. */
function actionBlocks(buttons: readonly (types.Button | types.Overflow)[]): Block[] {
  const most = slackLimits.actionsElements;
  return Array.from({ length: Math.ceil(buttons.length / most) }, (_, i) => ({
    type: 'actions' as const,
    elements: buttons.slice(i * most, (i + 1) * most),
  }));
}

/**
 * Renders a Reply as Block Kit. The bank's texts are sent as rich text, in which Slack never reads markup. Parts that do
 * not fit into a message are dropped from the end, and the message says so.
 * @param files the ids of processed files, one for each chart and in the same order; a chart without a file is
 *   described by its alt text
 * @param votable the key of the answer, where it can be voted on
 * @param forms the buttons that open a form, behind the others
 * @param native what of the blocks that not every workspace takes may stand in it; unless given, none
 */
export function slackBlocks(
  given: Reply,
  locale: Locale,
  {
    files = [],
    votable,
    native = new Set(),
    forms = [],
  }: {
    files?: readonly (string | undefined)[];
    votable?: string | undefined;
    native?: ReadonlySet<NativeForm>;
    forms?: readonly FormButton[];
  } = {},
): Block[] {
  const say = sayIn(locale);
  const reply = showableReply(given, slackLimits.text);
  const title = truncate(reply.title, slackLimits.headerText);
  const summary = plain(reply.summary);
  // A truncated command would ask something else.
  const actions = [...reply.actions, ...exportActions(reply, locale)];
  const buttons = actions
    .filter(({ command }) => command.length <= slackLimits.buttonValue)
    .slice(0, slackLimits.actionsElements * slackLimits.actionsBlocks)
    .map(button);
  const rowActions = reply.table?.rowActions ?? [];
  const mostImages = rowActions.length === 0 ? slackLimits.images : slackLimits.imagesBesideRows;
  const pictures = reply.charts.map(({ alt }, at) => ({
    alt,
    file: at < mostImages ? files[at] : undefined,
  }));

  let room =
    slackLimits.blocksText -
    title.length -
    (reply.taken?.length ?? 0) -
    summary.text.length -
    buttons.reduce((sum, { text }) => sum + text.text.length, 0) -
    rowActions.flat().reduce((sum, { label }) => sum + label.length, 0);
  const take = (lines: RichText[][]) => {
    const taken = fitting(lines, room);
    room -= taken.reduce((sum, line) => sum + lengthOf(line), 0);
    return taken;
  };
  const allFacts = reply.facts.map(({ label, value }) => [plain(`${label}: `), plain(value, true)]);
  const undrawn = pictures.flatMap(({ alt, file }) => (file === undefined ? [alt] : []));
  const allSentences = [...(reply.details ?? []), ...undrawn]
    .map((text, at) => ({ text, heads: reply.headings?.includes(at) === true }))
    .filter(({ text }) => text !== '')
    .map(({ text, heads }) => [plain(text, heads)]);
  const { table } = reply;
  const allRows =
    table?.rows.map((row) => rowLine(table, row)).filter((line) => lengthOf(line) > 0) ?? [];
  const [first, second] = reply.detailsFirst ? [allSentences, allFacts] : [allFacts, allSentences];
  const [firstTaken, secondTaken] = [take(first), take(second)];
  const [sentences, facts] = reply.detailsFirst
    ? [firstTaken, secondTaken]
    : [secondTaken, firstTaken];
  const drawn =
    table === undefined
      ? undefined
      : nativeTable(table, { caption: title, room: room - title.length, kinds: tablesOf(native) });
  const rows = drawn === undefined ? take(allRows) : [];
  const left =
    drawn === undefined ? allRows.length - rows.length : (table?.rows.length ?? 0) - drawn.rows;
  const votes =
    votable === undefined
      ? { menu: [], below: [] }
      : native.has('context_actions')
        ? { menu: [], below: feedback(votable, locale) }
        : { menu: [voteMenu(votable, locale)], below: [] };
  const whole =
    facts.length === allFacts.length &&
    sentences.length === allSentences.length &&
    buttons.length === actions.length;
  return [
    { type: 'header', text: { type: 'plain_text', text: title } },
    ...(reply.taken === undefined ? [] : [remark(reply.taken)]),
    { type: 'rich_text', elements: [section([summary])] },
    ...(reply.link === undefined ? [] : [linkBlock(reply.link)]),
    ...(reply.detailsFirst
      ? [...headed(sentences), ...list('bullet', facts)]
      : [...list('bullet', facts), ...headed(sentences)]),
    ...(whole ? [] : [remark(say('channels.shortened'))]),
    ...(drawn === undefined ? rowBlocks(rows, table?.first, rowActions) : [drawn.block]),
    ...(left > 0 ? [remark(say('channels.moreRows', { rows: left }))] : []),
    ...pictures.flatMap(({ alt, file }): Block[] =>
      file === undefined
        ? []
        : [
            {
              type: 'image',
              slack_file: { id: file },
              alt_text: truncate(alt, slackLimits.imageAltText),
            },
          ],
    ),
    ...actionBlocks([...buttons, ...forms.map(formButton), ...votes.menu]),
    ...votes.below,
  ];
}

/** A sign that begins formatting where a word begins. */
const formats = /(^|[^\p{L}\p{N}])([*_~`])(?=\S)/gu;

/**
 * Escapes the characters that Slack reads as markup even where formatting is off, and puts signs of formatting between marks
 * that nobody sees: some ways of sending a text cannot turn formatting off.
 */
const literal = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(formats, '$1\u2060$2\u200b');

/** The Reply as mere text: the notification, what a screen reader says, and what goes out when blocks are refused. */
export function slackText(reply: Reply, locale: Locale): string {
  return replyText(reply, locale, { length: slackLimits.messageText, literal });
}
