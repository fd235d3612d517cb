import { choiceOfKChart } from '../../../charts/choice-of-k-chart.ts';
import { dendrogramChart } from '../../../charts/dendrogram-chart.ts';
import type { SegmentationCard } from '../../../scoring/segments/segment-card.ts';
import type { Chart } from '../../reply.ts';
import { clauses } from '../../wording/clauses.ts';
import type { Reader } from './reader.ts';

/** Why there are as many segments as there are, where that was chosen, and the tree of hierarchical ones. */
export function segmentsCharts(card: SegmentationCard, reader: Reader): Chart[] {
  return [...choiceCharts(card, reader), ...dendrogramCharts(card, reader)];
}

function choiceCharts({ choice }: SegmentationCard, { say, locale }: Reader): Chart[] {
  const [first, ...others] = (choice?.candidates ?? []).flatMap(({ k, silhouette }) =>
    silhouette === null ? [] : [say('segments-card.charts.candidate', { segments: k, silhouette })],
  );
  if (choice === null || first === undefined) return [];
  const candidates = clauses([first, ...others], say);
  return [
    {
      alt: say('segments-card.charts.choice', { candidates, chosen: choice.k }),
      spec: choiceOfKChart({ ...choice, locale }),
    },
  ];
}

function dendrogramCharts(
  { dendrogram, segments }: SegmentationCard,
  { say, locale }: Reader,
): Chart[] {
  if (!dendrogram?.some(({ height }) => height > 0)) return [];
  return [
    {
      alt: say('segments-card.charts.dendrogram', {
        customers: dendrogram[0]?.customers ?? 0,
        segments: segments.length,
      }),
      spec: dendrogramChart({ nodes: dendrogram, segments: segments.length, locale }),
    },
  ];
}
