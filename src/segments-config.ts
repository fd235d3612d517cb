import { z } from 'zod';
import type { Condition } from './valuation/index.ts';

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

/** The longest name: a button and the label of a chart still hold it. */
const longestName = 60;
const nameText = z
  .string()
  .trim()
  .min(1)
  .max(longestName)
  .regex(/^[^="“”「」\n]*$/, 'a name has no =, no quotation mark and one line');
const nameInBoth = z.strictObject({ en: nameText, zh: nameText });

const rate = z.number().min(0).max(1);

const feature = z.strictObject({
  feature: z.enum(segmentFeatures),
  log: z.boolean().default(false),
  winsorise: z
    .tuple([rate, rate])
    .refine(([low, high]) => low < high, 'the first quantile must be below the second')
    .default([0, 1]),
  missing: z.enum(['refuse', 'median']).default('median'),
  words: z.strictObject({ high: nameInBoth, low: nameInBoth }),
});

const features = z
  .array(feature)
  .min(1)
  .refine(
    (list) => new Set(list.map((each) => each.feature)).size === list.length,
    'each feature may be named once',
  );

const conditionShape = /^([a-z]\w*)\s*(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)$/;
const exampleCondition = 'such as "monthly_spend > 5000"';

const condition = z.string().transform((text, context): Condition => {
  const [, name, comparison, number] = conditionShape.exec(text.trim()) ?? [];
  const known = segmentFeatures.find((each) => each === name);
  if (known === undefined || !isComparison(comparison)) {
    const message =
      name === undefined
        ? `${JSON.stringify(text)} is no condition; expected a feature, one of > >= < <= =, and a number, ${exampleCondition}`
        : `there is no feature ${name}; expected one of ${segmentFeatures.join(', ')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
  return { feature: known, comparison, threshold: Number(number) };
});

function isComparison(sign: string | undefined): sign is Condition['comparison'] {
  return sign === '>' || sign === '>=' || sign === '<' || sign === '<=' || sign === '=';
}

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,30}$/,
    'an id begins with a small letter and has small letters, digits and hyphens',
  );
const ruleId = id.refine(
  (text) => !/^(rest|noise|s\d+)$/.test(text),
  'rest, noise and s with a number are ids of other segments',
);

const rules = z.record(
  ruleId,
  z.strictObject({
    name: nameInBoth,
    when: z.preprocess(
      (given) => (typeof given === 'string' ? [given] : given),
      z.array(condition).min(1),
    ),
  }),
);

const way = {
  method: z.enum(['k-means', 'hierarchical', 'density', 'rules']).default('k-means'),
  k: z.union([z.literal('auto'), z.number().int().min(1).max(20)]).default('auto'),
  neighbours: z.number().int().min(1).max(1000).default(15),
  radius: z.number().positive().optional(),
  rules: rules.default({}),
  names: z
    .record(
      z.string().regex(/^(\d+|rest|noise)$/, 'a segment is told by its number, or rest, or noise'),
      nameInBoth,
    )
    .default({}),
};

const furtherWay = z.strictObject({ ...way, name: nameInBoth, features: features.optional() });

/** How customers are cut into segments: the way everything goes by, and further ways beside it. */
export const segmentsConfig = z
  .strictObject({
    ...way,
    features,
    refitDays: z.number().int().min(1),
    further: z
      .record(
        id.refine((text) => text !== 'main', 'main is the way that is not further'),
        furtherWay,
      )
      .default({}),
  })
  .superRefine((config, context) => {
    const ways = [
      { path: [] as string[], way: config },
      ...Object.entries(config.further).map(([cut, of]) => ({ path: ['further', cut], way: of })),
    ];
    const named = new Map<string, string>();
    for (const { path, way: of } of ways) {
      if (of.method === 'rules' && Object.keys(of.rules).length === 0) {
        context.addIssue({
          code: 'custom',
          path: [...path, 'rules'],
          message: `the method is rules, so at least one is needed, ${exampleCondition}`,
        });
      }
      const all = [
        ...Object.entries(of.names).map(([key, name]) => ({ at: [...path, 'names', key], name })),
        ...(of.method === 'rules' ? Object.entries(of.rules) : []).map(([key, { name }]) => ({
          at: [...path, 'rules', key, 'name'],
          name,
        })),
      ];
      for (const { at, name } of all) {
        for (const language of ['en', 'zh'] as const) {
          const key = `${language} ${name[language].toLowerCase().replace(/\s+/g, ' ')}`;
          const other = named.get(key);
          if (other === undefined) {
            named.set(key, at.join('.'));
            continue;
          }
          context.addIssue({
            code: 'custom',
            path: [...at, language],
            message: `${JSON.stringify(name[language])} is also ${other}; two segments cannot share a name`,
          });
        }
      }
    }
  });

/** How customers are cut into segments, validated. */
export type SegmentsConfig = z.infer<typeof segmentsConfig>;
