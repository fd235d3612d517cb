import { z } from 'zod';

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "09:00"');

const settings = z.strictObject({
  leastAtStake: z.number().min(0).default(100),
  riskStep: z.number().gt(0).max(1).default(0.1),
  waitForRun: z.number().int().min(0).max(180).default(45),
  mixedReaders: z.enum(['initials', 'owner']).default('initials'),
  takeWithin: z.union([z.literal('off'), z.number().gt(0).max(80)]).default(8),
  workingHours: z
    .strictObject({ from: time, to: time })
    .refine(({ from, to }) => from < to, 'expected hours that end after they begin')
    .default({ from: '09:00', to: '17:00' }),
  leads: z.record(z.string(), z.email()).default({}),
});

export const digestsConfig = settings.default(settings.parse({}));

/**
 * The section `digests` of the configuration: the least value at stake, in the bank's currency, a step of probability, minutes,
 * working hours, and team leads' e-mail addresses by branch.
 */
export type DigestsConfig = z.infer<typeof digestsConfig>;
