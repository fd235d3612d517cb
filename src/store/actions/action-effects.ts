import { z } from 'zod';
import { digestFilters } from '../digests/digest-filters.ts';
import { digestSettings } from '../digests/digest-settings.ts';
import { scheduleRule } from '../digests/schedule-rule.ts';
import {
  channelNames,
  digestKinds,
  followUpKinds,
  offerOutcomes,
  opportunityStages,
  productKinds,
  whenNothings,
} from '../kinds.ts';

/* How what an action changed stood before it, so that it can be put back. */

const day = z.iso.date();
const moment = z.iso.datetime();
const row = { customerId: z.number().int(), id: z.number().int() };
const action = z.number().int().nullable();

/** A follow-up as it stood; `doneAt` is ISO 8601. */
const followUpBefore = z.object({
  kind: z.enum(followUpKinds),
  dueOn: day,
  doneAt: moment.nullable(),
  actionId: action,
});

const opportunityBefore = z.object({
  product: z.enum(productKinds),
  amount: z.number().nullable(),
  stage: z.enum(opportunityStages),
  nextStep: z.string().nullable(),
  closesOn: day.nullable(),
  changedAt: moment,
  actionId: action,
});

/** An offer as it stands in the store. */
const offer = z.object({
  customerId: z.number().int(),
  externalId: z.string(),
  product: z.enum(productKinds),
  label: z.string().nullable(),
  offeredOn: day,
  outcome: z.enum(offerOutcomes),
  answeredOn: day.nullable(),
  note: z.string().nullable(),
  managerId: z.number().int().nullable(),
});

/** How a followed customer stands: the segment by number and names, and `atRisk` null without a churn probability. */
export const followedState = z.object({
  tier: z.enum(['high', 'medium', 'low']),
  segment: z.object({ id: z.number().int(), names: z.record(z.string(), z.string()) }).nullable(),
  atRisk: z.boolean().nullable(),
});
export type FollowedState = z.infer<typeof followedState>;

const overrideBefore = z.object({ until: day, actionId: action });

/** A digest as it stood: what an action may change of one. */
const digestStood = z.object({
  paused: z.boolean(),
  pausedUntil: day.nullable().default(null),
  removed: z.boolean(),
  /** where and when it goes, and to whom; an action that changed nothing of these left them out once */
  sent: z
    .object({
      cron: z.string(),
      timezone: z.string(),
      rule: scheduleRule,
      filters: digestFilters,
      locale: z.string(),
      channel: z.enum(channelNames),
      address: z.string(),
      kind: z.enum(digestKinds).default('at-risk'),
      settings: digestSettings.default({}),
      whenNothing: z.enum(whenNothings).default('skip'),
    })
    .optional(),
});
export type DigestStood = z.infer<typeof digestStood>;

/**
 * One thing that an action changed, and how it stood before: null where there was none. Customers by their ids in the store.
 * For a digest, a complaint and an offer, which others than actions change too, also how the action left it.
 */
export const actionEffect = z.discriminatedUnion('of', [
  z.object({ of: z.literal('interaction'), customerId: z.number().int(), externalId: z.string() }),
  z.object({
    of: z.literal('resolution'),
    customerId: z.number().int(),
    externalId: z.string(),
    after: moment,
  }),
  z.object({ of: z.literal('followUp'), ...row, before: followUpBefore.nullable() }),
  z.object({ of: z.literal('override'), ...row, before: overrideBefore.nullable() }),
  z.object({ of: z.literal('opportunity'), ...row, before: opportunityBefore.nullable() }),
  z.object({
    of: z.literal('offer'),
    customerId: z.number().int(),
    before: offer.nullable(),
    now: offer,
  }),
  z.object({
    of: z.literal('follow'),
    customerId: z.number().int(),
    before: z
      .object({ since: moment, state: followedState.nullable(), actionId: action })
      .nullable(),
  }),
  /** one that was started: who is in it was drawn with it */
  z.object({ of: z.literal('campaign'), id: z.number().int() }),
  z.object({
    of: z.literal('digest'),
    id: z.number().int(),
    before: digestStood,
    after: digestStood,
  }),
]);
export type ActionEffect = z.infer<typeof actionEffect>;
