import { z } from 'zod';
import { mostInDigest, passing } from '../store/digests/digest-settings.ts';
import { channelNames, digestKinds, reportKinds, whenNothings } from '../store/kinds.ts';

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "09:00"');

/** The kinds that name customers one by one. */
export const namingKinds = ['at-risk', 'events', 'movers', 'threshold'] as const;

const timezone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'expected an IANA time zone, such as "Europe/Prague"');

const standingDigest = z
  .strictObject({
    /** what it is called, here and in lists */
    name: z
      .string()
      .regex(
        /^[\p{L}\d][\p{L}\d ._-]{0,59}$/u,
        'expected a name of up to 60 letters, digits, spaces, dots and hyphens',
      ),
    /** the e-mail address, or the bank's id, of the person as whom customers are seen, and who is told if it fails */
    for: z.string().min(1),
    /** where it goes; left out, to the person's inbox in the web chat */
    to: z
      .strictObject({
        channel: z.enum(channelNames).exclude(['terminal', 'web']),
        address: z.string().min(1),
      })
      .optional(),
    about: z.enum(digestKinds),
    /** in words, such as "every Monday at 8:00" */
    when: z.string().min(1),
    timezone: timezone.optional(),
    language: z.string().min(1).optional(),
    branch: z.string().min(1).optional(),
    segment: z.string().min(1).optional(),
    tier: z.enum(['high', 'medium', 'low']).optional(),
    manager: z.string().min(1).optional(),
    atMost: z.number().int().min(1).max(mostInDigest).optional(),
    whenNothing: z.enum(whenNothings).default('skip'),
    period: z.enum(reportKinds).optional(),
    threshold: passing.optional(),
  })
  .superRefine(({ about, atMost, period, threshold }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((about === 'threshold') !== (threshold !== undefined))
      wrong(
        threshold === undefined ? 'about' : 'threshold',
        'a threshold belongs to a digest about "threshold": { risk: 0.4, worth: 50000 }',
      );
    if (period !== undefined && about !== 'report')
      wrong('period', 'only a digest about "report" has a period');
    if (atMost !== undefined && !namingKinds.some((kind) => kind === about))
      wrong('atMost', `a digest about "${about}" lists no customers`);
  });

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
  /** the bank's own digests, by their names */
  standing: z
    .array(standingDigest)
    .superRefine((all, context) => {
      all.forEach(({ name }, at) => {
        if (all.findIndex((each) => each.name === name) < at)
          context.addIssue({
            code: 'custom',
            path: [at, 'name'],
            message: `another is called "${name}", too`,
          });
      });
    })
    .default([]),
});

export const digestsConfig = settings.default(settings.parse({}));

/** A digest of the bank's own as its configuration says it; `line`: of the file. */
export type StandingDigest = z.infer<typeof standingDigest> & { line: number };

/**
 * The section `digests` of the configuration: the least value at stake, in the bank's currency, a step of probability, minutes,
 * working hours, team leads' e-mail addresses by branch, and the bank's own digests.
 */
export type DigestsConfig = Omit<z.infer<typeof digestsConfig>, 'standing'> & {
  standing: StandingDigest[];
};
