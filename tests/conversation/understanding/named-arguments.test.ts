import { describe, expect, it } from 'vitest';
import type { KindName } from '../../../src/conversation/arguments/kind.ts';
import { commands } from '../../../src/conversation/registry.ts';
import type { Understanding } from '../../../src/conversation/understanding/read-line.ts';
import { examplesOf } from '../../../src/conversation/understanding/recogniser-model.ts';
import type { Division } from '../../../src/language/reading.ts';
import { read } from './said.ts';

/** What is added to a sentence: words before or behind it, and the entity that they are of. */
type Added = {
  before?: string;
  behind?: string;
  entity: string;
  /** where the same words may be another argument */
  or?: string;
  /** kinds of that entity that go by it */
  kinds?: readonly KindName[];
  value?: unknown;
  /** groups that the answer is to be told apart by: those of some commands are whatever is asked */
  division?: Division;
};

/**
 * For each kind of argument, what names one beside any question; none for what is said in words of its own, as a note is,
 * or in a slash form alone. A kind that is added does not compile before it stands here.
 */
const added = {
  en: {
    customer: [{ behind: 'for customer 4711', entity: 'customer' }],
    customers: [],
    branch: [
      { behind: 'in Brno', entity: 'branch' },
      { behind: 'at the Brno branch', entity: 'branch' },
    ],
    segment: [{ behind: 'for the dormant savers', entity: 'segment' }],
    segmentation: [{ behind: 'by spending habits', entity: 'by' }],
    manager: [
      { behind: "among Jana Dvorakova's customers", entity: 'manager' },
      { behind: "among Jana's customers", entity: 'manager' },
      { behind: 'for the clients Dvorakova has', entity: 'manager' },
    ],
    tier: [
      { behind: 'among high-value customers', entity: 'tier' },
      { behind: 'by tier', entity: 'none', division: 'tier' },
      { behind: 'by branch', entity: 'none', division: 'branch' },
      { behind: 'per manager', entity: 'none', division: 'manager' },
    ],
    tag: [{ behind: 'tagged VIP', entity: 'tag' }],
    count: [{ behind: 'top 7', entity: 'limit' }],
    months: [{ behind: 'over the last 7 months', entity: 'horizonMonths', kinds: ['months'] }],
    monthsAhead: [
      {
        behind: 'over the next 9 months',
        entity: 'horizonMonths',
        kinds: ['monthsAhead', 'assumptions'],
      },
    ],
    until: [
      { behind: 'by year end', entity: 'until' },
      { behind: 'until 30 June', entity: 'until' },
    ],
    choice: [
      { behind: 'by contribution', entity: 'sortBy', or: 'metric', value: 'contribution' },
      { behind: 'by balance', entity: 'metric', value: 'balance' },
    ],
    assumptions: [{ behind: 'with a retention of 85%', entity: 'assumptions' }],
    features: [],
    schedule: [{ behind: 'every Monday at 9', entity: 'schedule' }],
    digest: [],
    topic: [],
    contact: [],
    note: [],
    day: [],
    dayBehind: [],
    number: [],
    place: [],
    campaign: [],
    campaignTerms: [],
    campaignName: [],
    product: [{ behind: 'for mortgages', entity: 'product' }],
    stage: [{ behind: 'at the proposal stage', entity: 'stage' }],
    amount: [{ behind: 'worth 250,000 CZK', entity: 'amount' }],
    above: [],
    worth: [],
    closing: [{ behind: 'closing in March', entity: 'closes', or: 'until' }],
  },
  zh: {
    customer: [{ before: '客户4711的', entity: 'customer' }],
    customers: [],
    branch: [
      { before: '布尔诺分行的', entity: 'branch' },
      { before: '布尔诺分行，', entity: 'branch' },
    ],
    segment: [{ before: '沉睡储户的', entity: 'segment' }],
    segmentation: [{ before: '按消费习惯，', entity: 'by' }],
    manager: [
      { before: 'Jana Dvorakova名下的客户，', entity: 'manager' },
      { before: 'Jana名下的客户，', entity: 'manager' },
      { before: 'Dvorakova手上的客户，', entity: 'manager' },
    ],
    tier: [
      { before: '高价值客户，', entity: 'tier' },
      { before: '按等级，', entity: 'none', division: 'tier' },
      { before: '按分行，', entity: 'none', division: 'branch' },
      { before: '按客户经理，', entity: 'none', division: 'manager' },
    ],
    tag: [{ before: '带VIP标签的客户，', entity: 'tag' }],
    count: [{ before: '前7名，', entity: 'limit' }],
    months: [{ before: '过去七个月，', entity: 'horizonMonths', kinds: ['months'] }],
    monthsAhead: [
      { before: '未来九个月，', entity: 'horizonMonths', kinds: ['monthsAhead', 'assumptions'] },
    ],
    until: [
      { before: '到年底，', entity: 'until' },
      { before: '到六月底，', entity: 'until' },
    ],
    choice: [
      { before: '按贡献，', entity: 'sortBy', or: 'metric', value: 'contribution' },
      { before: '按余额，', entity: 'metric', value: 'balance' },
    ],
    assumptions: [{ before: '留存率85%的话，', entity: 'assumptions' }],
    features: [],
    schedule: [{ before: '每周一9点，', entity: 'schedule' }],
    digest: [],
    topic: [],
    contact: [],
    note: [],
    day: [],
    dayBehind: [],
    number: [],
    place: [],
    campaign: [],
    campaignTerms: [],
    campaignName: [],
    product: [{ before: '房贷的', entity: 'product' }],
    stage: [{ before: '报价阶段的', entity: 'stage' }],
    amount: [{ before: '25万元的', entity: 'amount' }],
    above: [],
    worth: [],
    closing: [{ before: '预计成交时间在三月，', entity: 'closes', or: 'until' }],
  },
} satisfies Record<'en' | 'zh', Record<KindName, readonly Added[]>>;

const perCommand = 1;
/** Whose time is the day that they keep, and what is told beside it a part of that. */
const ownDay = ['due', 'closes', 'on', 'schedule'];
const times = ['horizonMonths', 'until', 'closes', 'schedule'];
/** They are of no bank's figures, or keep what somebody tells in words of their own. */
const inOwnWords = ['note', 'features', 'product'];
const tested = commands.filter(
  ({ intent, changes, arguments: taken }) =>
    intent !== 'unknown' &&
    intent !== 'help' &&
    !('features' in taken) &&
    !(changes && inOwnWords.some((name) => name in taken)),
);

function withAdded(sentence: string, { before = '', behind }: Added): string {
  const [, said = sentence, end = ''] = /^(.*?)([?？。.!]*)$/s.exec(sentence) ?? [];
  return `${before}${said}${behind === undefined ? '' : ` ${behind}`}${end}`;
}

/** What became of what was added: it stands among the arguments, is said not to be gone by, or is asked back. */
function becameOf(
  understood: Understanding,
  base: Understanding,
  { entity, or, kinds, value, division }: Added,
): 'asked' | 'said' | 'applied' | 'dropped' {
  const { intent, entities, error, notApplied, asks } = understood;
  if (error !== undefined || intent === 'unknown' || asks.length > 0) return 'asked';
  if (notApplied !== undefined) return 'said';
  const divided = commands.find((each) => each.intent === intent)?.dividedBy ?? [];
  if (division !== undefined && divided.includes(division)) return 'applied';
  const taken = commands.find((each) => each.intent === intent)?.arguments ?? {};
  // Of several, one is asked for; and so is what is not looked up as it was said.
  const refused = Object.entries(taken).some(
    ([name, argument]) => name in entities && !argument.schema.safeParse(entities[name]).success,
  );
  if (refused) return 'asked';
  const isApplied = [entity, or, entity === 'horizonMonths' ? 'assumptions' : undefined].some(
    (name) => {
      const argument = name === undefined ? undefined : taken[name];
      if (name === undefined || argument === undefined || !(name in entities)) return false;
      if (kinds !== undefined && !kinds.includes(argument.kind.name)) return false;
      return value === undefined
        ? JSON.stringify(entities[name]) !== JSON.stringify(base.entities[name])
        : entities[name] === value;
    },
  );
  // The terms of a campaign have times, products and what it is judged by.
  const isTerm =
    'campaignTerms' in taken &&
    JSON.stringify(entities.campaignTerms) !== JSON.stringify(base.entities.campaignTerms);
  // A note keeps all that is told.
  const isNoted = 'note' in taken && entities.note !== base.entities.note;
  return isApplied || isNoted || isTerm ? 'applied' : 'dropped';
}

const isNamed = ({ entities }: Understanding, { entity, or }: Added) =>
  entity in entities || (or !== undefined && or in entities);

describe.each(['en', 'zh'] as const)(
  'what a sentence names beside its question, in %s',
  (locale) => {
    it.each(tested)('is used, told or asked about: $intent', (command) => {
      const sentences = examplesOf([command])
        .filter((each) => each.locale === locale)
        .slice(0, perCommand);
      const dropped = sentences.flatMap(({ text }) => {
        const base = read(text);
        return Object.entries<readonly Added[]>(added[locale]).flatMap(([kind, some]) =>
          some.flatMap((each) => {
            if (isNamed(base, each) && kind !== 'customer') return [];
            if (ownDay.some((day) => day in command.arguments) && times.includes(each.entity))
              return [];
            const sentence = withAdded(text, each);
            const understood = read(sentence);
            return becameOf(understood, base, each) === 'dropped'
              ? [
                  `${kind}: ${sentence} => ${understood.intent} ${JSON.stringify(understood.entities)}`,
                ]
              : [];
          }),
        );
      });
      expect(dropped).toEqual([]);
    });
  },
);
