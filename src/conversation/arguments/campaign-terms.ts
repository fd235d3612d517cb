import { z } from 'zod';
import { spellings } from '../../language/spellings.ts';
import { type CampaignOutcome, campaignOutcomes, productKinds } from '../../store/kinds.ts';
import { type CampaignTermsSaid, campaignStart } from '../understanding/mentions/campaign-start.ts';
import { type Argument, argument, optional, type Taken } from './argument.ts';
import type { Kind } from './kind.ts';
import type { Line } from './line.ts';
import type { Problem } from './problem.ts';
import { shortened } from './shortened.ts';

/** On which terms a campaign is to start; `first` also finds its name. */
export const campaignTermsKind: Kind = {
  name: 'campaignTerms',
  entity: 'campaignTerms',
  ownKeys: true,
  first: [campaignStart],
};

const said = z.strictObject({
  share: z.number().optional(),
  days: z.number().optional(),
  outcome: z.enum(campaignOutcomes).optional(),
  product: z.enum(productKinds).optional(),
  effect: z.number().optional(),
  looks: z.number().optional(),
  atRisk: z.literal(true).optional(),
  draw: z.number().optional(),
}) satisfies z.ZodType<CampaignTermsSaid>;

/** The same with what is usual in place of what nobody said. */
export type StartTerms = CampaignTermsSaid & {
  share: number;
  days: number;
  outcome: CampaignOutcome;
  looks: number;
};

const usual = { share: 0.2, days: 90, looks: 2 };
const longestDays = 730;
const example: Problem = { code: 'campaignTerms.example', figures: {} };
const keys = ['share', 'days', 'outcome', 'product', 'effect', 'looks', 'draw'] as const;
type Key = (typeof keys)[number];

/** The share to hold out, the days, what it is judged by and the like; what is not said is as usual. */
export function campaignTerms(): Argument<StartTerms> {
  return optional(
    argument<CampaignTermsSaid, StartTerms>({
      kind: campaignTermsKind,
      usage: 'share=20% days=90 outcome=retention|conversion|contribution at-risk',
      description: 'arguments.campaignTerms.description',
      said,
      take: takeTerms,
      expected: { code: 'campaignTerms.expected', figures: { example: [example] } },
      write: inSlashForm,
      async find(terms) {
        const outcome = terms.outcome ?? (terms.product === undefined ? 'retention' : 'conversion');
        const { share = usual.share, days = usual.days, looks = usual.looks } = terms;
        const whole: StartTerms = { ...terms, share, days, looks, outcome };
        const problem = problemWith(whole);
        return problem === undefined
          ? { found: whole }
          : { title: { code: 'campaignTerms.title', figures: {} }, summary: problem };
      },
    }),
    { ...usual, outcome: 'retention' },
  );
}

function problemWith({ share, days, outcome, product, effect, looks }: StartTerms) {
  const wrong = (code: 'share' | 'days' | 'looks' | 'effect' | 'product'): Problem => ({
    code: `campaignTerms.${code}`,
    figures: {},
  });
  if (!(share >= 0.01 && share <= 0.9)) return wrong('share');
  if (!(Number.isInteger(days) && days >= 7 && days <= longestDays)) return wrong('days');
  if (!(Number.isInteger(looks) && looks >= 1 && looks <= 5)) return wrong('looks');
  if (effect !== undefined && !(effect > 0)) return wrong('effect');
  if (product !== undefined && outcome !== 'conversion') return wrong('product');
  return undefined;
}

const pair = /(?<=^|[\s,;、])(\p{L}{1,12}(?:-\p{L}{1,12})?) ?[=:] ?([^\s,;、]{1,30})/gu;

/** Reads `share=20%` and the like, and the words for at risk, wherever they stand; other keys are left. */
function takeTerms(line: Line): Taken<CampaignTermsSaid> {
  const terms: CampaignTermsSaid = {};
  let text = line.text;
  for (const { 0: typed, 1: word = '', 2: value = '' } of [...line.text.matchAll(pair)]) {
    const key = keys.find((each) =>
      spellings(`argument-words.campaignKeys.${each}`).includes(word.toLowerCase()),
    );
    if (key === undefined) continue;
    const read = termOf(key, value);
    if (read === undefined)
      return {
        problem: {
          code: 'campaignTerms.unread',
          figures: { key: word, said: shortened(value), example: [example] },
        },
      };
    Object.assign(terms, read);
    text = text.replace(typed, ' ');
  }
  for (const word of spellings('argument-words.campaignKeys.atRisk')) {
    const at = text.toLowerCase().indexOf(word);
    if (at < 0 || !apart(text[at - 1]) || !apart(text[at + word.length])) continue;
    terms.atRisk = true;
    text = `${text.slice(0, at)} ${text.slice(at + word.length)}`;
    break;
  }
  const rest = { ...line, text: text.replace(/ {2,}/g, ' ').trim() };
  return Object.keys(terms).length === 0
    ? { line: rest }
    : { said: terms, plain: true, line: rest };
}

const apart = (character: string | undefined) =>
  character === undefined || /[\s,;、]/u.test(character);

function termOf(key: Key, text: string): CampaignTermsSaid | undefined {
  switch (key) {
    case 'outcome': {
      const outcome = campaignOutcomes.find((each) =>
        spellings(`argument-words.campaignOutcome.${each}`).includes(text.toLowerCase()),
      );
      return outcome && { outcome };
    }
    case 'product': {
      const product = productKinds.find((each) =>
        spellings(`argument-words.product.${each}`).includes(text.toLowerCase()),
      );
      return product && { product };
    }
    case 'share': {
      const match = /^(\d{1,2}(?:\.\d{1,4})?)[%％]$/.exec(text);
      if (match !== null) return { share: Number(match[1]) / 100 };
      return /^0?\.\d{1,4}$/.test(text) ? { share: Number(text) } : undefined;
    }
    default:
      return /^\d{1,9}(?:\.\d{1,4})?$/.test(text) ? { [key]: Number(text) } : undefined;
  }
}

function inSlashForm(terms: CampaignTermsSaid): string | undefined {
  const { share, atRisk, ...others } = terms;
  const written = [
    ...(share === undefined ? [] : [`share=${Number((100 * share).toPrecision(6))}%`]),
    ...keys.flatMap((key) =>
      key === 'share' || others[key] === undefined ? [] : [`${key}=${others[key]}`],
    ),
    ...(atRisk ? ['at-risk'] : []),
  ];
  return written.join(' ');
}
