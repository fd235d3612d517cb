import {
  readSegmentationCards,
  type SegmentationCard,
} from '../../../scoring/segments/segment-card.ts';
import {
  type SegmentationWords,
  segmentationsInWords,
} from '../../arguments/segmentation-lookup.ts';
import type { Gathered } from '../gather.ts';

/** The segmentations of the model, the main one first, each with the card of its fit. */
export function segmentationCards({
  model,
  context: { config },
}: Pick<Gathered, 'context'> & { model: { card: Record<string, unknown> } }): (SegmentationWords & {
  card: SegmentationCard;
})[] {
  const cards = readSegmentationCards(model.card);
  return segmentationsInWords(config.valuation.segments, Object.keys(cards)).flatMap((each) => {
    const card = cards[each.id];
    return card === undefined ? [] : [{ ...each, card }];
  });
}
