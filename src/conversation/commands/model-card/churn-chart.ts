import { reliabilityChart } from '../../../charts/reliability-chart.ts';
import type { ChurnMetrics } from '../../../scoring/churn/churn-metrics.ts';
import type { Chart } from '../../reply.ts';
import { clauses } from '../../wording/clauses.ts';
import type { Reader } from './reader.ts';

/** Whether the model's probabilities mean what they say; no chart where no customer was judged. */
export function reliabilityCharts(
  bins: ChurnMetrics['reliability'],
  { say, format, locale }: Reader,
): Chart[] {
  const [first, ...others] = bins.map(({ predicted, observed }) =>
    say('churn-card.reliability.point', {
      predicted: format.percent(predicted),
      observed: format.percent(observed),
    }),
  );
  if (first === undefined) return [];
  return [
    {
      alt: say('churn-card.reliability.alt', { points: clauses([first, ...others], say) }),
      spec: reliabilityChart({ bins, locale }),
    },
  ];
}
