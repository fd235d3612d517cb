import type { CampaignPlan } from '../store/schema.ts';
import { normalQuantile } from '../valuation/numeric/quantiles.ts';
import { seededRandom } from '../valuation/numeric/random.ts';
import { sampleSizeOfProportions } from '../valuation/uplift/sample-size.ts';
import { type Day, dayOf, dayText } from './calendar.ts';
import type { DemoRows } from './rows.ts';
import type { Setting } from './setting.ts';

/** A stream of the campaigns' own, so that they shift no row of a customer. */
const stream = 0xca3b * 2 ** 32;

/** Began half a year before today and ended a month ago. */
const finished = { id: 1, began: 180, days: 150, heldOutShare: 0.3 } as const;
/** Under way. */
const running = { id: 2, began: 20, days: 90, heldOutShare: 0.2, share: 0.09 } as const;

/**
 * How the calls of the finished campaign worked on some customers: of how many a campaign takes for each who leaves (`stay`, the
 * share of those who stay who are in it), and the share of the held-out's departures that the treated have.
 */
const groups = {
  severalProducts: { stay: 0.18, left: 0.2, departures: 0.4 },
  oneProduct: { stay: 0.31, left: 0.25, departures: 1 },
} as const;

/** How much less, and more, often who was called and who was not is held out: a call campaign has its calls. */
const calls = { called: 0.4, others: 1.2 } as const;

/** Notes who of the customers is in a campaign, one after the other. */
export type CampaignTeller = (rows: DemoRows) => void;

/** The rows of the campaigns themselves. */
export function tellCampaigns(rows: DemoRows, { today }: Setting): void {
  const plan = (base: number, effect: number, heldOutShare: number): CampaignPlan => {
    const shared = { power: 0.8, alpha: 0.05 };
    const z = normalQuantile(1 - shared.alpha / 2);
    const { total } = sampleSizeOfProportions(
      { base, effect },
      { z, power: shared.power, heldOutShare },
    );
    return { base, effect, ...shared, needed: total };
  };
  const campaign = (
    { id, began, days, heldOutShare }: typeof finished | typeof running,
    told: { name: string; zh: string; outcome: string; product: string | null; looks: number[] },
    target: object,
    planned: CampaignPlan,
  ) => [
    id,
    told.name,
    JSON.stringify({ zh: told.zh }),
    told.outcome,
    told.product,
    dayText(today - began),
    dayText(today - began + days),
    JSON.stringify(told.looks.map((look) => dayText(today - began + look))),
    heldOutShare,
    id,
    JSON.stringify(target),
    JSON.stringify(planned),
    `${dayText(today - began)} 08:00:00+00`,
  ];
  rows.campaigns = [
    campaign(
      finished,
      { name: 'Spring call', zh: '春季回访', outcome: 'retention', product: null, looks: [150] },
      { atRisk: 0.2 },
      plan(0.75, 0.08, finished.heldOutShare),
    ),
    campaign(
      running,
      {
        name: 'Savings offer',
        zh: '储蓄优惠',
        outcome: 'conversion',
        product: 'savings',
        looks: [45, 90],
      },
      {},
      plan(0.04, 0.04, running.heldOutShare),
    ),
  ];
}

/**
 * Draws the campaigns' customers from rows that are told already. The finished campaign has a true effect although nobody's
 * history may change for it: whoever left is held out as often as a customer of whom a call would have kept some would be.
 */
export function campaignTeller({ seed, today }: Setting): CampaignTeller {
  const random = seededRandom(stream + (seed >>> 0));
  const lots = new Map<string, number>();
  /** Holds out its share of those who are alike, evenly, so that a small bank shows the effect as a large one does. */
  const drawn = (alike: string, share: number): boolean => {
    const owed = (lots.get(alike) ?? random.next()) + share;
    lots.set(alike, owed >= 1 ? owed - 1 : owed);
    return owed >= 1;
  };
  return (rows) => {
    const customer = rows.customers.at(-1);
    if (customer === undefined) return;
    const [customerId = 0] = customer;
    const joined = dayOf(String(customer[7]));
    const closed = customer[8] == null ? Number.POSITIVE_INFINITY : dayOf(String(customer[8]));
    const [chance, further] = [random.next(), random.next()];
    const from = today - finished.began;
    const products = productsOn(rows, customerId, from);
    const tier = products > 2 ? 'high' : products === 2 ? 'medium' : 'low';
    if (joined <= from - 30 && closed > from) {
      const kind = products > 1 ? 'severalProducts' : 'oneProduct';
      const { stay, left, departures } = groups[kind];
      const hasLeft = closed <= from + finished.days;
      if (hasLeft || chance < stay) {
        const called = wasContacted(rows, customerId, from, from + finished.days);
        const heldOut = drawn(
          `${kind} ${hasLeft} ${called}`,
          heldOutShareOf(left, departures, hasLeft) * (called ? calls.called : calls.others),
        );
        rows.campaign_members.push([customerId, finished.id, heldOut, tier, 'unknown']);
      }
    }
    if (joined <= today - running.began && closed > today && further < running.share) {
      const heldOut = drawn(`offer ${tier}`, running.heldOutShare);
      rows.campaign_members.push([customerId, running.id, heldOut, tier, 'unknown']);
    }
  };
}

/**
 * How many of those who left, or stayed, were held out, by Bayes: of a group of which so many leave, where the treated have a
 * share of the held-out's departures.
 */
function heldOutShareOf(left: number, departures: number, hasLeft: boolean): number {
  const { heldOutShare } = finished;
  const mixed = heldOutShare + (1 - heldOutShare) * departures;
  if (hasLeft) return heldOutShare / mixed;
  return (heldOutShare * (1 - left / mixed)) / (1 - left);
}

/** How many products of a customer whose rows were told last were open on a day. */
function productsOn({ holdings }: DemoRows, customerId: unknown, day: Day): number {
  const text = dayText(day);
  let open = 0;
  for (let row = holdings.length - 1; row >= 0 && holdings[row]?.[0] === customerId; row--) {
    const [, , , , opened, closed] = holdings[row] ?? [];
    if (opened != null && opened <= text && (closed == null || closed > text)) open++;
  }
  return open;
}

/** Whether somebody of the bank was in touch with the customer whose rows were told last, after a day and up to another. */
function wasContacted(
  { interactions }: DemoRows,
  customerId: unknown,
  after: Day,
  to: Day,
): boolean {
  const [from, until] = [dayText(after + 1), dayText(to + 1)];
  for (let row = interactions.length - 1; row >= 0; row--) {
    const [whose, , at, kind] = interactions[row] ?? [];
    if (whose !== customerId) return false;
    if (kind !== 'complaint' && String(at) >= from && String(at) < until) return true;
  }
  return false;
}
