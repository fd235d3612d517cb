import { type Names, nameIn } from '../../../language/names.ts';
import { type SegmentationCard, shareTogether } from '../../../scoring/segments/segment-card.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import type { SegmentationWords } from '../../arguments/segmentation-lookup.ts';
import type { Reply } from '../../reply.ts';
import type { Reader } from './reader.ts';
import { segmentsCharts } from './segments-charts.ts';
import { segmentsFacts } from './segments-facts.ts';
import { changeSentences, segmentsSummary } from './segments-sentences.ts';
import { segmentsTable } from './segments-table.ts';

/** What the card shows. `names` are today's, by segment number; `others` the run's other segmentations. */
export type SegmentsCard = {
  segmentation: SegmentationWords;
  card: SegmentationCard;
  names: ReadonlyMap<number, Names>;
  movement: SegmentMovement | undefined;
  others: readonly SegmentationWords[];
};

/** The card of a segmentation: how well its segments lie apart, and what became of those before. */
export function segmentsCardReply(
  { segmentation, card, names, movement, others }: SegmentsCard,
  reader: Reader,
): Reply {
  const { say, locale } = reader;
  const main = segmentation.id === mainSegmentation;
  const together = shareTogether(card);
  return {
    title: main
      ? say('model-card.names.segments')
      : say('segments-card.title', { name: nameIn(segmentation.name, locale) }),
    summary: segmentsSummary(card, reader),
    facts: segmentsFacts(card, movement, reader),
    details: [
      ...(together === null
        ? []
        : [
            say('segments-card.notByDensity', {
              share: reader.format.percent(together),
              others: others.length,
            }),
          ]),
      ...changeSentences(card, reader),
      say('segments-card.distances'),
    ],
    table: segmentsTable(card, names, reader),
    charts: segmentsCharts(card, reader),
    actions: [
      {
        label: say('segments-card.actions.segments'),
        command: main ? 'segments' : `segments by ${segmentation.id}`,
      },
      ...others.map(({ id, name }) =>
        id === mainSegmentation
          ? { label: say('segments-card.actions.main'), command: 'model segments' }
          : {
              label: say('segments-card.actions.other', { name: nameIn(name, locale) }),
              command: `model segments ${id}`,
            },
      ),
      { label: say('model-card.names.churn'), command: 'model churn' },
      { label: say('model-card.names.clv'), command: 'model clv' },
    ],
    visibility: 'channel',
  };
}
