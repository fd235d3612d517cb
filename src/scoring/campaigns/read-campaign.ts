import {
  campaignOutcomes,
  type GroupOutcome,
  recordsDepartures,
} from '../../store/campaigns/campaign-outcomes.ts';
import type { Campaign } from '../../store/campaigns/campaigns.ts';
import type { Database } from '../../store/store.ts';
import {
  type CampaignComparison,
  compareGroups,
  looksOf,
  type Progress,
  progressOf,
  type Verdict,
  verdictOf,
} from './judge-campaign.ts';

/** What a campaign did, as of a run. */
export type CampaignReading = {
  progress: Progress;
  verdict: Verdict;
  /** by the day that the verdict rests on; null before the first on which it is judged */
  on: string | null;
  comparison: CampaignComparison | null;
  /** its parts by tier and segment as of the start */
  parts: GroupOutcome[];
  /** the critical value of the intervals */
  z: number | null;
};

/**
 * Judges a campaign on the days settled when it began: by the first on which an effect is plain, else by the newest that the
 * bank's data reaches. The figures are of all its customers and show none of them.
 */
export async function readCampaign(
  db: Database,
  run: { id: number; asOf: string },
  campaign: Campaign,
): Promise<CampaignReading> {
  const progress = progressOf(campaign, run.asOf);
  let reading: CampaignReading = {
    progress,
    verdict: 'early',
    on: null,
    comparison: null,
    parts: [],
    z: null,
  };
  const retentionKnown = await recordsDepartures(db);
  for (const { on, z, last } of looksOf(campaign)) {
    if (on > run.asOf || reading.verdict === 'gain' || reading.verdict === 'loss') break;
    const parts = await campaignOutcomes(db, { kind: 'all' }, run.id, campaign, on);
    const compared = compareGroups(parts, z);
    const comparison =
      compared === null || retentionKnown
        ? compared
        : { ...compared, differences: { ...compared.differences, retention: null } };
    const verdict = verdictOf(comparison?.differences[campaign.outcome] ?? null, last);
    reading = { progress, verdict, on, comparison, parts, z };
  }
  return reading;
}
