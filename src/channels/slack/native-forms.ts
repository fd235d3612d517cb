import { z } from 'zod';
import { type RefusedForm, refusedForms, refuseForms } from '../../store/slack/refused-forms.ts';
import type { Store } from '../../store/store.ts';
import type { BotIdentity } from './bot-identity.ts';
import { slackLimits } from './limits.ts';
import type { SlackMessage } from './message.ts';

/** Blocks that not every workspace takes; each has a plainer form behind it. */
const nativeBlocks = ['table', 'data_table', 'context_actions'] as const;
/** What not every workspace takes: these blocks, and the agent view. */
export const nativeForms = [...nativeBlocks, 'agent_view'] as const;

/** One of `nativeForms`. */
export type NativeForm = (typeof nativeForms)[number];

/** What the bot's workspace takes of `nativeForms`. */
export type FormsTaken = {
  /** Those that it did not refuse lately. */
  taken(): Promise<ReadonlySet<NativeForm>>;
  /** Remembers, for every replica, that it refused some. */
  refuse(forms: readonly NativeForm[]): Promise<void>;
};

const day = 24 * 60 * 60_000;

/** Remembers which blocks the bot's workspace refuses, so that they are not tried with each message. */
export function formsTaken(
  store: Store,
  { whoAmI, now }: { whoAmI: () => Promise<BotIdentity>; now: () => Date },
): FormsTaken {
  return {
    async taken() {
      const { team_id: workspace } = await whoAmI();
      const since = new Date(now().getTime() - slackLimits.refusedDays * day);
      const refused = new Set<RefusedForm>(await refusedForms(store.db, workspace, since));
      return new Set(nativeForms.filter((form) => !refused.has(form)));
    },
    async refuse(forms) {
      const { team_id: workspace } = await whoAmI();
      await refuseForms(store.db, workspace, forms, now());
    },
  };
}

/** The blocks of a message that not every workspace takes. */
export const nativeIn = ({ blocks = [] }: Pick<SlackMessage, 'blocks'>): NativeForm[] =>
  nativeBlocks.filter((form) => blocks.some(({ type }) => type === form));

const refusal = z.object({
  data: z.object({
    response_metadata: z.object({ messages: z.array(z.string()) }),
  }),
});
const pointer = /\[json-pointer:\/blocks\/(\d+)/g;

/** The types of the blocks that Slack names as it refuses a message; undefined where it names none. */
export function blamedIn(
  error: unknown,
  { blocks = [] }: Pick<SlackMessage, 'blocks'>,
): ReadonlySet<string> | undefined {
  const said = refusal.safeParse(error).data?.data.response_metadata.messages.join('\n') ?? '';
  const types = [...said.matchAll(pointer)].flatMap(([, at]) => blocks[Number(at)]?.type ?? []);
  return types.length === 0 ? undefined : new Set(types);
}
