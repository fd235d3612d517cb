import type { types, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loggableError } from '../../access/loggable-error.ts';
import type { People } from '../../access/people.ts';
import { defaultLocale, type Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { type RequestLimits, refuseQuestion } from '../../limits/request-limits.ts';
import { identifyAsker } from './asker.ts';
import type { BotIdentity } from './bot-identity.ts';
import { plain, section } from './rich-text.ts';

/** A message with links that Slack asks about, as its event `link_shared` has it. */
const linkShared = z.object({
  channel: z.string(),
  user: z.string(),
  message_ts: z.string(),
  unfurl_id: z.string().optional(),
  source: z.enum(['composer', 'conversations_history']).optional(),
  links: z.array(z.object({ url: z.string() })),
});

/** What is needed to say what a link of ours opens. */
export type UnfurlOptions = {
  client: webApi.WebClient;
  people: People;
  limits: RequestLimits;
  whoAmI: () => Promise<BotIdentity>;
  /** how this server is reached from outside */
  publicUrl: string;
  log: Logger;
};

/**
 * Says below links to our own pages what they open, for all who read along: which page, and that it asks who opens it. Nothing is
 * looked up for it, so that it shows no customer, and not even whether there is one.
 */
export function unfurling({
  client,
  people,
  limits,
  whoAmI,
  publicUrl,
  log,
}: UnfurlOptions): (event: unknown, team: string) => Promise<void> {
  return async (event, team) => {
    const { channel, user, message_ts, unfurl_id, source, links } = linkShared.parse(event);
    const pages = new Map(
      links.flatMap(({ url }) => {
        const page = pageOf(url, publicUrl);
        return page === undefined ? [] : [[url, page] as const];
      }),
    );
    if (pages.size === 0) return;
    // Whoever posted it is looked up for their language: that counts as a question does, and nobody who asked nothing is told.
    const asking = { workspace: `slack:${team}`, person: user };
    if (refuseQuestion(limits, asking) !== undefined) return;
    try {
      const { team_id: home } = await whoAmI();
      const { principal, locale: own } = await identifyAsker(client, people, home, { team, user });
      const locale = (principal.kind === 'linked' ? principal.locale : own) ?? defaultLocale;
      const unfurls = Object.fromEntries(
        [...pages].map(([url, page]) => [url, { blocks: blocksOf(page, locale) }]),
      );
      const message =
        unfurl_id === undefined || source === undefined
          ? { channel, ts: message_ts }
          : { unfurl_id, source };
      await client.chat.unfurl({ ...message, unfurls });
    } catch (error) {
      log.warn(loggableError(error), 'Slack did not take what a link opens');
    }
  };
}

const pages = ['customer', 'print', 'ops', 'web'] as const;
type Page = (typeof pages)[number];

/** Which page of ours an address opens; undefined for any other. */
export function pageOf(url: string, publicUrl: string): Page | undefined {
  if (!URL.canParse(url)) return undefined;
  const [{ origin, pathname, hash }, root] = [new URL(url), new URL(publicUrl)];
  const base = root.pathname.replace(/\/*$/, '/');
  if (origin !== root.origin || !`${pathname}/`.startsWith(base)) return undefined;
  const path = pathname.slice(base.length).replace(/\/$/, '');
  if (/^c\/./.test(path) || (path === '' && /^#c\/./.test(hash))) return 'customer';
  if (path === 'print') return 'print';
  if (path === 'ops' || path.startsWith('ops/')) return 'ops';
  return path === '' ? 'web' : undefined;
}

function blocksOf(page: Page, locale: Locale): types.KnownBlock[] {
  const say = sayIn(locale);
  return [
    {
      type: 'rich_text',
      elements: [
        section([plain(say('slack.unfurl.title', { page }), true)]),
        section([plain(say('slack.unfurl.signIn'))]),
      ],
    },
  ];
}
