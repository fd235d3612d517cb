import { type RankedCampaign, upliftPoints } from './uplift-curve.ts';

/** What contacting costs and what an outcome gained is worth, in one currency. */
export type UpliftWorth = {
  /** the cost of contacting one customer, at least 0 */
  readonly contact: number;
  /** the value of one outcome that there would not have been, above 0 */
  readonly gained: number;
};

/** What contacting the foremost share would bring, for each customer there is, contacted or not. */
export type ShareProfit = { readonly share: number; readonly profit: number };

/**
 * Which share to contact, foremost first, so that what it gains less what it costs is the most: the uplift curve's height
 * times the value of an outcome, less the contacts (as in Devriendt, Berrevoets and Verbeke 2021). It is read at whole
 * hundredths; as the greatest of many estimates it promises a little too much.
 *
 * @returns `best` has a share of 0 where no contact pays; `curve` from 0 to 1
 * @throws RangeError for a cost below 0 or a value that is not above 0, or as the uplift curve does
 */
export function profitableShare(
  campaign: RankedCampaign,
  { contact, gained }: UpliftWorth,
): { best: ShareProfit; curve: ShareProfit[] } {
  if (!(contact >= 0 && gained > 0 && Number.isFinite(contact) && Number.isFinite(gained))) {
    throw new RangeError(
      `The most profitable share needs a cost of at least 0 and a value above 0, but was given ${contact} and ${gained}.`,
    );
  }
  const { customers, height } = upliftPoints(campaign);
  const total = customers.at(-1)!;
  const curve: ShareProfit[] = [];
  let point = 0;
  for (let hundredth = 0; hundredth <= 100; hundredth++) {
    const number = (total * hundredth) / 100;
    while (customers[point]! < number) point++;
    const from = Math.max(0, point - 1);
    const width = customers[point]! - customers[from]!;
    const part = width === 0 ? 0 : (number - customers[from]!) / width;
    const uplift = height[from]! + part * (height[point]! - height[from]!);
    curve.push({ share: hundredth / 100, profit: (uplift * gained - number * contact) / total });
  }
  const best = curve.reduce((most, each) => (each.profit > most.profit ? each : most));
  return { best, curve };
}
