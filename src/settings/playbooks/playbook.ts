import { z } from 'zod';
import { localeName } from '../../language/locale.ts';
import { condition } from './condition.ts';

/** Who a next step is for: the customer's manager, or the supervisor of the branch. */
export const stepOwners = ['manager', 'supervisor'] as const;
export type StepOwner = (typeof stepOwners)[number];

/** What may stand in the words of a playbook, to be filled in with the customer's name when they are shown. */
export const customerPlaceholder = '{customer}';

const inBraces = /\{([^{}]{0,60})\}/g;

const textUpTo = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .superRefine((text, context) => {
      for (const [, inside = ''] of text.matchAll(inBraces)) {
        if (`{${inside}}` === customerPlaceholder) continue;
        context.addIssue({
          code: 'custom',
          message: `{${inside}} stands for nothing; expected ${customerPlaceholder}`,
        });
      }
    });

/** A text by locale. */
const inLanguages = (most: number) =>
  z
    .record(
      z.string().regex(localeName, 'expected the name of a language, such as en or zh'),
      textUpTo(most),
    )
    .refine(
      (texts) => Object.keys(texts).length > 0,
      'expected a text in a language, such as "en: …"',
    );

/** One playbook: for whom, what to do next, by when, and what to say. */
export const playbook = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,40}$/,
      'an id starts with a lower-case letter and has only lower-case letters, digits and hyphens',
    ),
  /** 1 comes first */
  priority: z.number().int().min(1).max(9).default(5),
  name: inLanguages(60),
  when: condition,
  owner: z.enum(stepOwners).default('manager'),
  /** calendar days from the run's as-of date */
  due_days: z.number().int().min(0).max(365).default(7),
  step: inLanguages(160),
  say: inLanguages(600),
});

/** A playbook, validated. */
export type Playbook = z.infer<typeof playbook>;

/** A list of playbooks, as a file or the section of the configuration has it. */
export const playbookList = z.array(playbook).max(100);
