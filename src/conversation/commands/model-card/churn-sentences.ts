import type { ChurnSelection, StoredChurnCard } from '../../../scoring/churn/churn-card.ts';
import type { ChurnMetrics } from '../../../scoring/churn/churn-metrics.ts';
import { churnKindName } from '../../wording/churn-kind-words.ts';
import { featureLabel } from '../../wording/feature-words.ts';
import type { Reader } from './reader.ts';

/** From which area under the ROC curve a model discriminates well, and fairly. */
const grades = { good: 0.8, fair: 0.7 };

/** How good the model in use is, in a sentence. */
export function churnSummary(
  method: string,
  metrics: ChurnMetrics | null,
  { say, format }: Reader,
): string {
  if (metrics === null)
    return say('churn-card.summary.notJudged', { kind: churnKindName(method, say) });
  const { auc } = metrics;
  return say('churn-card.summary.judged', {
    grade: auc >= grades.good ? 'good' : auc >= grades.fair ? 'fair' : 'weak',
    kind: churnKindName(method, say, 'inSentence'),
    share: format.percent(auc),
  });
}

/** Why the kind in use was chosen among the candidates. */
export function decisionSentence(
  method: string,
  { candidates, chosen, challengerTest, selectedOn }: ChurnSelection,
  { say, format }: Reader,
): string {
  const name = (kind: string) => churnKindName(kind, say, 'inSentence');
  const day = format.day(selectedOn);
  if (challengerTest !== null && !challengerTest.replacedChampion) {
    return say('churn-card.decision.championStays', {
      day,
      challenger: name(chosen),
      champion: name(method),
      p: challengerTest.pValue,
    });
  }
  if (candidates.length === 1) return say('churn-card.decision.settings', { chosen: name(chosen) });
  const best = candidates.find(({ difference }) => difference === 0);
  const won = candidates.find(({ kind }) => kind === chosen);
  if (best === undefined || won === undefined || best.kind === chosen)
    return say('churn-card.decision.best', { day, chosen: name(chosen) });
  return say('churn-card.decision.simplest', {
    day,
    best: name(best.kind),
    chosen: name(chosen),
    p: won.pValue,
  });
}

/** Which features were left out and why; nothing where none was. */
export function droppedSentences(
  dropped: StoredChurnCard['dropped'],
  { say, format }: Reader,
): string[] {
  if (dropped.length === 0) return [];
  const features = dropped.map(({ feature, reason }) =>
    say('churn-card.droppedFeature', { feature: featureLabel(feature, say), reason }),
  );
  return [say('churn-card.dropped', { features: format.list(features) })];
}
