import { folded } from '../../language/fold.ts';
import type { Names } from '../../language/names.ts';
import { mainSegmentation } from '../../store/segments/segmentation.ts';

type Named = { segmentation: string; id: number; names: Names };

/** Names less alike than this are of different segments. */
const leastLikeness = 0.5;

/**
 * The segments that a typed name may mean, in any language: those of that very name; else the one of that id, as
 * `habits/2`, or `2` and `s2` in the main segmentation; else those of that name but for words that only say what it is; else those
 * whose name contains it; else the likest by shared pairs of letters (Dice 1945), slips of the keyboard forgiven. None
 * where nothing is like it.
 */
export function segmentsCalled<S extends Named>(segments: readonly S[], typed: string): S[] {
  const wanted = plain(typed);
  if (wanted === '') return [];
  const called = (form: (name: string) => string) =>
    segments.filter(({ names }) => Object.values(names).some((name) => form(name) === form(typed)));
  const same = called(spaced);
  if (same.length > 0) return same;
  const [, segmentation = mainSegmentation, id] = /^(?:([^/]+)\/)?s?(\d+)$/.exec(wanted) ?? [];
  const byId = segments.filter(
    (each) => each.segmentation === segmentation && String(each.id) === id,
  );
  if (byId.length > 0) return byId;
  const alike = called(plain);
  if (alike.length > 0) return alike;
  const containing = segments.filter(({ names }) =>
    Object.values(names).some((name) => plain(name).includes(wanted)),
  );
  if (containing.length > 0) return containing;
  const likeness = segments.map(({ names }) =>
    Math.max(...Object.values(names).map((name) => likenessOf(plain(name), wanted))),
  );
  const best = Math.max(...likeness);
  return best < leastLikeness ? [] : segments.filter((_, i) => likeness[i] === best);
}

function spaced(name: string): string {
  return folded(name).replace(/\s+/g, ' ').trim();
}

function plain(name: string): string {
  return folded(name)
    .replace(/[,、，“”"]+/g, ' ')
    .replace(/^(the|segment|客群)\s+|\s*(segment|group|cluster|客户群体|客户群|群体|客群)$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function likenessOf(a: string, b: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
  const [first, second] = [pairs(a), pairs(b)];
  if (first.size + second.size === 0) return 0;
  const shared = [...first].filter((pair) => second.has(pair)).length;
  return (2 * shared) / (first.size + second.size);
}
