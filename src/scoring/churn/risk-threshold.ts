import { z } from 'zod';
import type { Config } from '../../settings/settings.ts';
import type { ChurnMetrics } from './churn-metrics.ts';

/** From which churn probability a customer is at risk where the bank's costs and its past say nothing of it. */
export const usualRiskThreshold = 0.3;

/** Reads off a card from which churn probability customers are at risk, and why from there. */
export const riskThresholdShape = z.object({
  /** 0 to 1 */
  value: z.number(),
  /**
   * the bank's own number; where a contact pays; the bank's rate of leaving, below which nobody is called at risk; or the
   * usual one: the model was not judged, the bank tells no costs of a contact, or no contact would have paid
   */
  from: z.enum(['settings', 'contact', 'baseRate', 'notJudged', 'noCosts', 'notPaid']),
  /** from where a contact pays; null where that is not known */
  pays: z.number().nullable(),
});

/** From which churn probability a run calls customers at risk, and why from there. */
export type RiskThreshold = z.output<typeof riskThresholdShape>;

/**
 * The churn probability from which a run calls customers at risk: the bank's number, or where a contact pays, but never below
 * the share of all customers who leave, since then a usual customer would be at risk. Where the costs of a contact are not
 * set, the model was not judged or a contact would not have paid, it is {@link usualRiskThreshold}.
 *
 * @param wanted what the bank has set
 * @param contact what contacts would have brought on the window the model was judged on; undefined where it was not judged,
 *   null where no costs are set
 * @param baseRate the share of customers who leave within the horizon, 0 to 1
 */
export function riskThreshold(
  wanted: Config['churn']['atRisk'],
  contact: ChurnMetrics['contact'] | undefined,
  baseRate: number,
): RiskThreshold {
  const pays = contact?.best == null ? null : contact.breakEven.threshold;
  if (wanted !== 'auto') return { value: wanted, from: 'settings', pays };
  const found = byEconomics(contact);
  return baseRate > found.value ? { value: baseRate, from: 'baseRate', pays } : { ...found, pays };
}

function byEconomics(
  contact: ChurnMetrics['contact'] | undefined,
): Pick<RiskThreshold, 'value' | 'from'> {
  if (contact === undefined) return { value: usualRiskThreshold, from: 'notJudged' };
  if (contact === null) return { value: usualRiskThreshold, from: 'noCosts' };
  const { breakEven, best } = contact;
  return best === null || breakEven.profit < 0
    ? { value: Math.max(usualRiskThreshold, Math.min(1, breakEven.threshold)), from: 'notPaid' }
    : { value: breakEven.threshold, from: 'contact' };
}
