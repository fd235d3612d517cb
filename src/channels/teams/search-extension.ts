import { type Activity, ActivityTypes, CardFactory, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { People } from '../../access/people.ts';
import type { Principal } from '../../access/principal.ts';
import { customerInSlashForm } from '../../conversation/arguments/customer.ts';
import type { Answer } from '../../conversation/conversation.ts';
import { searchIntent, suggestCustomers } from '../../conversation/suggest-customers.ts';
import { customerTitle } from '../../conversation/wording/customer-words.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { neutral } from '../../language/neutral-text.ts';
import { recordAccess } from '../../store/access-log/record-access.ts';
import type { Store } from '../../store/store.ts';
import { findConversation, findOwnChat } from '../../store/teams/conversation-references.ts';
import { type AdaptiveCard, adaptiveCard } from '../adaptive-card.ts';
import { addressOf, clientLocale } from './activity.ts';
import type { TeamsAdapter } from './adapter.ts';
import { identifyAccount } from './asker.ts';
import { conversationReference } from './conversation-reference.ts';
import { teamsLimits } from './limits.ts';

const query = 'composeExtension/query';
const select = 'composeExtension/selectItem';

/** Whether an activity is of the search that people open where they write a message. */
export const isOfSearch = ({ name }: Activity): boolean => name === query || name === select;

const asked = z.object({
  commandId: z.literal('customer'),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
});
const chosen = z.object({ customer: z.string().min(1).max(200) });

/** What the search needs. */
type SearchOptions = {
  adapter: TeamsAdapter;
  appId: string;
  tenantId: string | undefined;
  stranger: (() => Promise<Principal>) | undefined;
  people: People;
  store: Store;
  now: () => Date;
  /** asks as if somebody had written it in the conversation of the activity */
  ask(activity: Activity, text: string, principal: Principal): Promise<Answer>;
  cardOf(answer: Answer, asker: Principal): Promise<AdaptiveCard>;
};

/** Responds to the search with what it found, or a line. */
const respond = (context: TurnContext, composeExtension: Record<string, unknown>) =>
  context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status: 200, body: { composeExtension } },
  });

/** Says a line in place of what a search would find. */
export const respondToSearchWithText = (context: TurnContext, text: string) =>
  respond(context, { type: 'message', text });

const localeOf = (principal: Principal, activity: Activity): Locale =>
  (principal.kind === 'linked' ? principal.locale : null) ??
  clientLocale(activity) ??
  defaultLocale;

/** A chat of the bot with one person, as it was kept when they wrote there. Chats of people with each other are personal, too. */
const ownChat = z.object({
  conversation: z.object({ conversationType: z.literal('personal') }),
  user: z.object({ aadObjectId: z.string() }),
});

/**
 * The search of customers that people open where they write a message: it finds their own alone. Into their chat with the bot it puts
 * the customer's card; where others read along, one that names the customer by id and shows each who presses what they may see.
 */
export function createSearch(options: SearchOptions): (context: TurnContext) => Promise<void> {
  const { adapter, appId, tenantId, people, store } = options;

  /**
   * Who searches. Their own chat with the bot tells whether they are still of the bank: in other chats the bot may not be, and is told
   * of nobody.
   */
  async function searcher({ activity }: TurnContext): Promise<Principal> {
    const { from, conversation } = activity;
    const person = from.aadObjectId ?? from.id;
    const account = `${conversation.tenantId ?? 'no-tenant'}:${person}`;
    const known = await people.identify('teams', account);
    if (known.kind === 'unlinked') return (await options.stranger?.()) ?? known;
    const chat = await findOwnChat(store.db, person);
    const kept = chat === undefined ? undefined : await findConversation(store.db, chat);
    let now: Principal = { kind: 'unlinked', identity: account };
    if (kept === undefined) return now;
    await adapter.continueConversationAsync(
      appId,
      conversationReference.parse(kept),
      async (own) => {
        const homeTenant = tenantId;
        const absent = { member: false } as const;
        now = await identifyAccount(own, people, account, { homeTenant, absent });
      },
    );
    return now;
  }

  /** Whether the message that is being written goes to the bot alone: in the writer's own chat with it, as the store knows that. */
  async function isOwnChat(activity: Activity): Promise<boolean> {
    const kept = ownChat.safeParse(await findConversation(store.db, addressOf(activity))).data;
    return kept !== undefined && kept.user.aadObjectId === activity.from.aadObjectId;
  }

  async function find(context: TurnContext, principal: Principal): Promise<void> {
    const { activity } = context;
    const locale = localeOf(principal, activity);
    const { parameters = [] } = asked.safeParse(activity.value).data ?? {};
    const typed = parameters.find(({ name }) => name === 'customer')?.value ?? '';
    const address = addressOf(activity);
    const limit = teamsLimits.searchResults;
    const found = await suggestCustomers(options, {
      principal,
      channel: 'teams',
      address,
      typed,
      limit,
    });
    if (found.length === 0) {
      const say = sayIn(locale);
      const text =
        typed === '' ? say('channels.teams.search.type') : say('channels.teams.search.none');
      await respondToSearchWithText(context, text);
      return;
    }
    const attachments = found.map((match) => {
      const title = neutral(customerTitle(match, locale));
      const preview = CardFactory.thumbnailCard(title, neutral(match.branch ?? ''));
      // What is chosen is asked for anew, as they may see it then.
      const tap = { type: 'invoke', title, value: { customer: match.externalId } };
      return {
        ...CardFactory.adaptiveCard(pointer(match.externalId, locale)),
        preview: { ...preview, content: { ...preview.content, tap } },
      };
    });
    await respond(context, { type: 'result', attachmentLayout: 'list', attachments });
  }

  async function insert(context: TurnContext, principal: Principal): Promise<void> {
    const { activity } = context;
    const locale = localeOf(principal, activity);
    const { customer } = chosen.parse(activity.value);
    const card = (await isOwnChat(activity))
      ? await options.cardOf(
          await options.ask(
            activity,
            `/value customer ${customerInSlashForm(customer)}`,
            principal,
          ),
          principal,
        )
      : pointer(customer, locale);
    const attachments = [CardFactory.adaptiveCard(card)];
    await respond(context, { type: 'result', attachmentLayout: 'list', attachments });
  }

  return async (context) => {
    const { activity } = context;
    const principal = await searcher(context);
    if (principal.kind === 'unlinked') {
      await recordAccess(store.db, {
        at: options.now(),
        managerId: null,
        identity: principal.identity ?? null,
        channel: 'teams',
        address: addressOf(activity),
        intent: searchIntent,
        outcome: 'refused',
        reason: 'unlinked',
        customerIds: [],
      });
      const text = sayIn(localeOf(principal, activity))('channels.teams.search.unknown');
      await respondToSearchWithText(context, text);
    } else if (activity.name === query) {
      await find(context, principal);
    } else {
      await insert(context, principal);
    }
  };
}

/** A card that says no more than whom it is about, by the bank's id, with a button that shows each what they may see. */
function pointer(customer: string, locale: Locale): AdaptiveCard {
  const say = sayIn(locale);
  const title = say('customer-words.customer', { id: neutral(customer) });
  const summary = say('channels.teams.search.pointer');
  return adaptiveCard(
    {
      title,
      summary,
      facts: [],
      charts: [],
      actions: [
        {
          label: say('channels.teams.search.show'),
          command: `customer ${customerInSlashForm(customer)}`,
        },
      ],
      visibility: 'channel',
    },
    { locale, chartUrls: [] },
  );
}
