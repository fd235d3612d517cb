import { setTimeout as wait } from 'node:timers/promises';
import type { App, BlockAction, types, ViewSubmitAction, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { logIncident } from '../../../access/incident.ts';
import { loggableError } from '../../../access/loggable-error.ts';
import type { People } from '../../../access/people.ts';
import type { Principal } from '../../../access/principal.ts';
import { type CommandDescription, isFor } from '../../../conversation/command.ts';
import type { Conversation } from '../../../conversation/conversation.ts';
import type { Reply } from '../../../conversation/reply.ts';
import {
  failedReply,
  notAllowedReply,
  tooManyReply,
  unlinkedReply,
} from '../../../conversation/wording/fallback-replies.ts';
import { languageOf } from '../../../language/language-of.ts';
import { defaultLocale, isLocale, type Locale } from '../../../language/locale.ts';
import { sayIn } from '../../../language/messages.ts';
import { todayIn } from '../../../language/today.ts';
import { type RequestLimits, refuseQuestion } from '../../../limits/request-limits.ts';
import { recordAccess } from '../../../store/access-log/record-access.ts';
import { askedForByIds } from '../../../store/access-log/shown-before.ts';
import { bankFacts } from '../../../store/book/bank-facts.ts';
import { gazetteer } from '../../../store/book/gazetteer.ts';
import type { Store } from '../../../store/store.ts';
import type { AnswerQuestion } from '../answer.ts';
import { identifyAsker } from '../asker.ts';
import { slackBlocks, slackText } from '../blocks.ts';
import type { BotIdentity } from '../bot-identity.ts';
import { respondedTo } from '../destinations.ts';
import { slackLimits } from '../limits.ts';
import { isOwnChat } from '../own-chat.ts';
import { plain, section } from '../rich-text.ts';
import { type FormName, formNames } from './form-buttons.ts';
import { asksOf, fieldsOf, filledIn, firstField } from './form-fields.ts';

/** What the forms need. */
export type FormOptions = {
  client: webApi.WebClient;
  conversation: Conversation;
  people: People;
  limits: RequestLimits;
  store: Store;
  answer: AnswerQuestion;
  commands: readonly CommandDescription[];
  whoAmI: () => Promise<BotIdentity>;
  now: () => Date;
  log: Logger;
};

/** Under this id forms are sent. */
const callback = 'form';

/** What a form keeps of where it was opened; nothing of a customer but the id. */
const keptShape = z.object({
  form: z.enum(formNames),
  of: z.string(),
  locale: z.string().refine(isLocale),
  timezone: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  direct: z.boolean(),
  /** whether the message it was opened from is whoever opened it's own, so that it may say something else */
  own: z.boolean(),
  responseUrl: z.string(),
});
type Kept = z.infer<typeof keptShape>;

const opener = z.object({ value: z.string() });
const labelled = z.object({ text: z.object({ text: z.string() }) });
const place = z.object({
  is_ephemeral: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

/** Opens forms from buttons, and answers them where they are filled in: what is wrong stands beside its field. */
export function listenToForms(app: App, options: FormOptions): void {
  const { client, people, whoAmI, log } = options;

  app.action<BlockAction>(/^form:/, async ({ ack, action, body }) => {
    await ack();
    const channel = body.channel?.id;
    const team = body.team?.id ?? body.user.team_id;
    const [, named] = action.action_id.split(':');
    const form = formNames.find((each) => each === named);
    const of = opener.safeParse(action).data?.value;
    if (form === undefined || of === undefined || channel === undefined || team === undefined)
      return;
    const command = commandOf(options.commands, form, of);
    if (command === undefined) return;
    const tell = (reply: Reply, locale: Locale) =>
      respondedTo(body.response_url)(false)({ text: slackText(reply, locale), mrkdwn: false });
    try {
      const user = body.user.id;
      // Before anybody is looked up.
      const beyond = refuseQuestion(options.limits, { workspace: `slack:${team}`, person: user });
      if (beyond !== undefined) {
        const label = labelled.safeParse(action).data?.text.text ?? '';
        const locale = languageOf(label) ?? defaultLocale;
        if (beyond.tell) await tell(tooManyReply(locale, beyond.most, beyond.seconds), locale);
        return;
      }
      const { team_id: home } = await whoAmI();
      // What opened it is good for three seconds: whatever takes long is asked beside.
      const [{ principal, locale: own }, direct, names, bank] = await Promise.all([
        identifyAsker(client, people, home, { team, user }),
        isOwnChat(client, log, { user, channel }),
        form === 'filter' ? namesOfBank(options.store) : { branches: [], segments: [] },
        bankFacts(options.store.db),
      ]);
      const known = principal.kind === 'linked' ? principal.locale : undefined;
      const locale = known ?? own ?? defaultLocale;
      if (principal.kind === 'unlinked' || !isFor(principal, command)) {
        await noteRefused(options, { team, user, channel }, { principal, command, form, of });
        const unlinked = principal.kind === 'unlinked';
        await tell(unlinked ? unlinkedReply(locale) : notAllowedReply(locale), locale);
        return;
      }
      const { is_ephemeral, thread_ts } = place.parse(body.container);
      const kept: Kept = {
        form,
        of,
        locale,
        timezone: principal.timezone ?? bank?.timezone ?? 'UTC',
        channel,
        ...(direct || thread_ts === undefined ? {} : { thread: thread_ts }),
        direct,
        own: direct || is_ephemeral === true,
        responseUrl: body.response_url,
      };
      await client.views.open({
        trigger_id: body.trigger_id,
        view: viewOf(kept, fieldsOf(form, of, locale, names), locale),
      });
    } catch (error) {
      log.warn(loggableError(error), 'Slack did not open a form');
    }
  });

  app.view<ViewSubmitAction>(callback, async ({ ack, body, view }) => {
    const kept = keptShape.parse(JSON.parse(view.private_metadata));
    const locale = kept.locale;
    const say = sayIn(locale);
    const fields = view.blocks.filter((block): block is types.InputBlock => block.type === 'input');
    const asks = asksOf(
      kept.form,
      kept.of,
      filledIn(view.state.values),
      todayIn(kept.timezone, options.now()),
    );
    if ('wrong' in asks) {
      const errors = Object.entries(asks.wrong).map(([field, why]) => [
        field,
        say(`slack.forms.wrong.${why}`),
      ]);
      await ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
      return;
    }
    const team = body.team?.id ?? body.user.team_id ?? '';
    const user = body.user.id;
    if (kept.form === 'filter') {
      await ack();
      const { channel, direct, thread } = kept;
      const to = respondedTo(kept.responseUrl, kept.own);
      await options.answer(`/value ${asks.command}`, { team, user, channel, direct, thread }, to);
      return;
    }
    const answered = answerIn(options, { team, user }, kept, asks.command);
    const soon = await Promise.race([answered, wait(slackLimits.formPatience, undefined)]);
    if (soon === undefined) {
      const working = viewOf(kept, [], locale, saying(say('slack.forms.working')));
      await ack({ response_action: 'update', view: working });
      const { reply } = await answered;
      await client.views.update({
        view_id: view.id,
        view: viewOf(kept, [], locale, blocksOf(reply, locale)),
      });
      return;
    }
    if (!soon.isDone) {
      const errors = {
        [firstField[kept.form]]: soon.reply.summary.slice(0, slackLimits.imageAltText),
      };
      await ack({ response_action: 'errors', errors });
      return;
    }
    // Another thing may be supposed at once; what was kept is kept.
    const again = kept.form === 'whatif' ? fields : [];
    await ack({
      response_action: 'update',
      view: viewOf(kept, again, locale, blocksOf(soon.reply, locale)),
    });
  });
}

/** The command that a form asks; undefined for a form of something that there is none of. */
function commandOf(
  commands: readonly CommandDescription[],
  form: FormName,
  of: string,
): CommandDescription | undefined {
  const begins = { whatif: 'what-if', contact: 'log', digest: 'digest edit', filter: of }[form];
  return commands.find(({ usage }) => usage === begins || usage.startsWith(`${begins} `));
}

/** Adds to the log of access that a form was not opened for somebody nobody knows, or whose role does not have what it asks. */
async function noteRefused(
  { store, now }: Pick<FormOptions, 'store' | 'now'>,
  { team, user, channel }: { team: string; user: string; channel: string },
  asked: { principal: Principal; command: CommandDescription; form: FormName; of: string },
): Promise<void> {
  const { principal, command, form, of } = asked;
  const isUnlinked = principal.kind === 'unlinked';
  const ofCustomer = !isUnlinked && (form === 'whatif' || form === 'contact');
  await recordAccess(store.db, {
    at: now(),
    managerId: isUnlinked ? null : principal.managerId,
    identity: isUnlinked ? (principal.identity ?? `${team}:${user}`) : null,
    channel: 'slack',
    address: channel,
    intent: command.intent,
    outcome: 'refused',
    reason: isUnlinked ? 'unlinked' : 'role',
    customerIds: ofCustomer ? await askedForByIds(store.db, [of.replace(/^"|"$/g, '')]) : [],
  });
}

/** What a form asks is answered with, for whoever filled it in alone; whether that did what it asks. */
async function answerIn(
  { client, conversation, people, limits, whoAmI, log }: FormOptions,
  { team, user }: { team: string; user: string },
  { channel, thread, locale }: Kept,
  command: string,
): Promise<{ reply: Reply; isDone: boolean }> {
  try {
    const refused = refuseQuestion(limits, { workspace: `slack:${team}`, person: user });
    if (refused !== undefined)
      return { reply: tooManyReply(locale, refused.most, refused.seconds), isDone: false };
    const { team_id: home } = await whoAmI();
    const { principal } = await identifyAsker(client, people, home, { team, user });
    const { reply, outcome } = await conversation.answer({
      text: `/value ${command}`,
      principal,
      channel: 'slack',
      address: channel,
      ...(thread === undefined ? {} : { thread }),
      shared: false,
      locale,
    });
    return { reply, isDone: outcome === 'answered' };
  } catch (error) {
    const reference = logIncident(log, error, 'a form in Slack was not answered');
    return { reply: failedReply(locale, reference), isDone: false };
  }
}

async function namesOfBank(store: Store): Promise<{ branches: string[]; segments: string[] }> {
  const names = await gazetteer(store.db);
  return {
    branches: names?.branches.map(({ name }) => name) ?? [],
    segments: names?.segments.flatMap((each) => each[defaultLocale] ?? []) ?? [],
  };
}

const saying = (text: string): types.KnownBlock[] => [
  { type: 'rich_text', elements: [section([plain(text)])] },
];

/** An answer within a form: without pictures, files and buttons, which have no room there. */
const blocksOf = (
  { exportable: _, table, ...reply }: Reply,
  locale: Locale,
): types.KnownBlock[] => {
  const { rowActions: __, ...rows } = table ?? { columns: [], rows: [] };
  return slackBlocks(
    { ...reply, ...(table === undefined ? {} : { table: rows }), charts: [], actions: [] },
    locale,
  );
};

/** A form with its fields, and above them what it was answered with. */
function viewOf(
  kept: Kept,
  fields: readonly types.InputBlock[],
  locale: Locale,
  above: readonly types.KnownBlock[] = [],
): types.ModalView {
  const say = sayIn(locale);
  const text = (said: string): types.PlainTextElement => ({
    type: 'plain_text',
    text: said.slice(0, slackLimits.modalTitle),
  });
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: JSON.stringify(kept),
    title: text(say(`slack.forms.${kept.form}.title`)),
    ...(fields.length === 0 ? {} : { submit: text(say(`slack.forms.${kept.form}.submit`)) }),
    close: text(say('slack.forms.close')),
    blocks: [...above, ...fields],
  };
}
