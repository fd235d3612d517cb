import { called, nameKey } from '../../language/name-key.ts';
import type { Names } from '../../language/names.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';

type Segment = { segmentation: string; id: number; names: Names };

/** Names less alike than this are of different segments. */
const leastLikeness = 0.5;

/**
 * The segments that a typed name may mean, in any language: those of that name; else the one of that number, as `habits/2`, or
 * `2` and `s2` in the main segmentation; else those whose name contains it; else the likest by shared pairs of letters (Dice
 * 1945), slips of the keyboard forgiven. None where nothing is like it.
 */
export function segmentsCalled<S extends Segment>(segments: readonly S[], typed: string): S[] {
  const wanted = nameKey(typed, 'segment');
  if (wanted === '') return [];
  const named = segments.map((segment) => ({ segment, names: Object.values(segment.names) }));
  const exactly = called(named, typed, 'segment');
  if (exactly.length > 0) return exactly.map(({ segment }) => segment);
  const [, segmentation = mainSegmentation, id] = /^(?:([^/]+)\/)?s?(\d+)$/.exec(wanted) ?? [];
  const byId = segments.filter(
    (each) => each.segmentation === segmentation && String(each.id) === id,
  );
  if (byId.length > 0) return byId;
  const keyed = named.map(({ segment, names }) => ({
    segment,
    keys: names.map((name) => nameKey(name, 'segment')),
  }));
  const containing = keyed.filter(({ keys }) => keys.some((key) => key.includes(wanted)));
  if (containing.length > 0) return containing.map(({ segment }) => segment);
  const likeness = keyed.map(({ keys }) => Math.max(...keys.map((key) => likenessOf(key, wanted))));
  const best = Math.max(...likeness);
  return best < leastLikeness ? [] : segments.filter((_, i) => likeness[i] === best);
}

function likenessOf(a: string, b: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
  const [first, second] = [pairs(a), pairs(b)];
  if (first.size + second.size === 0) return 0;
  const shared = [...first].filter((pair) => second.has(pair)).length;
  return (2 * shared) / (first.size + second.size);
}
