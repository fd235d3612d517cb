import { type Names, nameIn } from '../../../language/names.ts';
import type { SegmentationCard } from '../../../scoring/segments/segment-card.ts';
import { methodCodes } from '../../arguments/segmentation-lookup.ts';
import { clauses } from '../../wording/clauses.ts';
import type { Reader } from './reader.ts';

/** What a silhouette above each means, after Kaufman and Rousseeuw (Finding Groups in Data, 1990, table 4). */
const silhouettes = { clear: 0.7, well: 0.5, overlapping: 0.25 };
/** From which adjusted Rand index customers are grouped as before, how nearly so. */
const stabilities = { same: 0.95, mostly: 0.8, partly: 0.5 };

/** What the method of a segmentation is called. */
export function segmentationMethod(method: SegmentationCard['method'], { say }: Reader): string {
  return say('segments-card.method', { method: methodCodes[method] });
}

/** How many segments there are, by which method, and how well they lie apart. */
export function segmentsSummary(card: SegmentationCard, reader: Reader): string {
  const { say } = reader;
  return say('segments-card.summary', {
    customers: card.customers,
    segments: card.segments.length,
    method: segmentationMethod(card.method, reader),
    apart: say('segments-card.apart', { apart: apartOf(card), silhouette: card.silhouette ?? 0 }),
  });
}

function apartOf({ method, silhouette }: SegmentationCard) {
  if (method === 'rules') return 'rules';
  if (silhouette === null) return 'single';
  if (silhouette > silhouettes.clear) return 'clear';
  if (silhouette > silhouettes.well) return 'well';
  return silhouette > silhouettes.overlapping ? 'overlapping' : 'blurred';
}

/** What became of the segments of the fit before. */
export function changeSentences({ changes, asOf }: SegmentationCard, reader: Reader): string[] {
  const { say, format, locale } = reader;
  if (changes === null) return [say('segments-card.changes.first')];
  const { kept, births, deaths, splits, merges, adjustedRandIndex } = changes;
  const quoted = (name: Names) => say('segments-card.changes.name', { name: nameIn(name, locale) });
  const list = (names: readonly Names[]) => format.list(names.map(quoted));
  const became: [string, ...string[]] = [
    deaths.length === 0
      ? say('segments-card.changes.allKept', { kept })
      : say('segments-card.changes.kept', { kept }),
    ...(births.length === 0
      ? []
      : [say('segments-card.changes.births', { segments: list(births) })]),
    ...(deaths.length === 0
      ? []
      : [say('segments-card.changes.deaths', { segments: list(deaths) })]),
    ...splits.map(({ from, into }) =>
      say('segments-card.changes.split', { segment: quoted(from), parts: list(into) }),
    ),
    ...merges.map(({ from, into }) =>
      say('segments-card.changes.merge', { parts: list(from), segment: quoted(into) }),
    ),
  ];
  return [
    say('segments-card.changes.anew', { day: format.day(asOf), changes: clauses(became, say) }),
    ...(adjustedRandIndex === null ? [] : [stabilitySentence(adjustedRandIndex, reader)]),
  ];
}

function stabilitySentence(index: number, { say }: Reader): string {
  const { same, mostly, partly } = stabilities;
  const stability =
    index >= same ? 'same' : index >= mostly ? 'mostly' : index >= partly ? 'partly' : 'otherwise';
  return say('segments-card.stability', { stability, index });
}
