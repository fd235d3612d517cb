import { z } from 'zod';
import type { Condition } from '../valuation/index.ts';
import {
  clashesOfSegmentations,
  clashesOfSegments,
  segmentationName,
  segmentName,
} from './names.ts';

/** What segments may be made of, in the units that the comment in `config/bellwether.yaml` tells. */
export const segmentFeatures = [
  'balance',
  'debt',
  'transactions_12m',
  'spend_12m',
  'monthly_spend',
  'days_since_transaction',
  'products',
  'tenure_months',
  'contribution_12m',
  'contacts_12m',
  'satisfaction',
] as const;

const rate = z.number().min(0).max(1);

/** What nobody can be without: counts and sums, 0 where there is nothing to count. */
const alwaysKnown: ReadonlySet<string> = new Set<(typeof segmentFeatures)[number]>([
  'transactions_12m',
  'spend_12m',
  'monthly_spend',
  'products',
  'contacts_12m',
]);

const feature = z
  .strictObject({
    feature: z.enum(segmentFeatures),
    log: z.boolean().default(false),
    winsorise: z
      .tuple([rate, rate])
      .refine(([low, high]) => low < high, 'the first quantile must be below the second')
      .default([0, 1]),
    missing: z.enum(['refuse', 'median']).default('median'),
    words: z.strictObject({ high: segmentName, low: segmentName }),
  })
  .superRefine(({ feature: name, missing }, context) => {
    if (missing === 'median' || alwaysKnown.has(name)) return;
    context.addIssue({
      code: 'custom',
      path: ['missing'],
      message: `${name} is unknown for some customers, such as those who joined recently, so refuse would stop the run; expected median`,
    });
  });

const features = z
  .array(feature)
  .min(1)
  .refine(
    (list) => new Set(list.map((each) => each.feature)).size === list.length,
    'name each feature only once',
  )
  .refine(
    (list) => languagesOf(list).length > 0,
    'to name segments, every feature needs words in the same language, such as en',
  );

/** The languages that every feature has its words in. */
export function languagesOf(features: readonly Pick<z.infer<typeof feature>, 'words'>[]): string[] {
  const [first] = features;
  return Object.keys(first?.words.high ?? {}).filter((language) =>
    features.every(({ words: { high, low } }) => language in high && language in low),
  );
}

const conditionShape = /^([a-z]\w*)\s*(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)$/;
const exampleCondition = 'such as "monthly_spend > 5000"';

const condition = z.string().transform((text, context): Condition => {
  const [, name, comparison, number] = conditionShape.exec(text.trim()) ?? [];
  const known = segmentFeatures.find((each) => each === name);
  if (known === undefined || !isComparison(comparison)) {
    const message =
      name === undefined
        ? `${JSON.stringify(text)} is not a condition; expected a feature, one of > >= < <= =, and a number, ${exampleCondition}`
        : `there is no feature ${name}; expected one of ${segmentFeatures.join(', ')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return { feature: known, comparison, threshold: Number(number) };
});

function isComparison(sign: string | undefined): sign is Condition['comparison'] {
  return sign === '>' || sign === '>=' || sign === '<' || sign === '<=' || sign === '=';
}

const reservedId = 'this word is reserved; choose another';

/** A record, but for the one key that zod would leave out without a word. */
function recordOf<Value extends z.ZodType>(key: z.ZodString, value: Value) {
  return z.preprocess(
    (given, context) => {
      if (typeof given === 'object' && given !== null && Object.hasOwn(given, '__proto__')) {
        context.addIssue({ code: 'custom', path: ['__proto__'], message: reservedId });
      }
      return given;
    },
    z.record(key, value),
  );
}

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}$/,
    'an id starts with a lower-case letter and has only lower-case letters, digits and hyphens',
  )
  .refine((text) => !(text in {}), reservedId);
const ruleId = id.refine(
  (text) => !/^(rest|noise|s\d+)$/.test(text),
  'rest, noise and s with a number are reserved for other segments; choose another id',
);

const rules = recordOf(
  ruleId,
  z.strictObject({
    name: segmentName,
    when: z.preprocess(
      (given) => (typeof given === 'string' ? [given] : given),
      z.array(condition).min(1),
    ),
  }),
);

const segmentation = {
  method: z.enum(['k-means', 'hierarchical', 'density', 'rules']).default('k-means'),
  k: z.union([z.literal('auto'), z.number().int().min(1).max(20)]).default('auto'),
  neighbours: z.number().int().min(1).max(1000).default(15),
  radius: z.number().positive().optional(),
  rules: rules.default({}),
  names: z
    .record(
      z
        .string()
        .regex(/^([1-9]\d*|rest|noise)$/, 'expected the number of a segment, or rest, or noise'),
      segmentName,
    )
    .default({}),
};

const furtherSegmentation = z.strictObject({
  ...segmentation,
  name: segmentationName,
  features: features.optional(),
});

/** How customers are divided into segments: the segmentation everything goes by, and further ones beside it. */
export const segmentsConfig = z
  .strictObject({
    ...segmentation,
    features,
    refitDays: z.number().int().min(1),
    further: recordOf(
      id.refine((text) => text !== 'main', 'main is the main segmentation; choose another id'),
      furtherSegmentation,
    ).default({}),
  })
  .superRefine((config, context) => {
    const all = [
      { path: [] as string[], of: config },
      ...Object.entries(config.further).map(([id, of]) => ({ path: ['further', id], of })),
    ];
    for (const { path, of } of all) {
      if (of.method === 'rules' && Object.keys(of.rules).length === 0) {
        context.addIssue({
          code: 'custom',
          path: [...path, 'rules'],
          message: `the method is rules, so at least one is needed, ${exampleCondition}`,
        });
      }
      const { keys, expected } = namedBy[of.method];
      for (const key of Object.keys(of.names)) {
        if (keys.test(key)) continue;
        context.addIssue({
          code: 'custom',
          path: [...path, 'names', key],
          message: `with the method ${of.method} there is no segment ${key}; expected ${expected}`,
        });
      }
    }
    const segments = all.flatMap(({ path, of }) => [
      ...Object.entries(of.names).map(([key, name]) => ({ at: [...path, 'names', key], name })),
      ...(of.method === 'rules' ? Object.entries(of.rules) : []).map(([key, { name }]) => ({
        at: [...path, 'rules', key, 'name'],
        name,
      })),
    ]);
    const further = Object.entries(config.further).map(([id, { name }]) => ({
      id,
      at: ['further', id],
      name,
    }));
    for (const { path, message } of [
      ...clashesOfSegments(segments),
      ...clashesOfSegmentations(further),
    ]) {
      context.addIssue({ code: 'custom', path, message });
    }
  });

/** What the keys of `names` may be, by method. */
const namedBy = {
  'k-means': { keys: /^\d+$/, expected: 'its number' },
  hierarchical: { keys: /^\d+$/, expected: 'its number' },
  density: {
    keys: /^(\d+|noise)$/,
    expected: 'its number, or noise for customers unlike any others',
  },
  rules: { keys: /^rest$/, expected: 'rest only, because each rule has its own name' },
} as const;

/** How customers are divided into segments, validated. */
export type SegmentsConfig = z.infer<typeof segmentsConfig>;
