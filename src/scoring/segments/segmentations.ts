import type { SegmentsConfig } from '../../settings/segments.ts';
import { mainCut } from '../../store/segments/cut.ts';
import type { SegmentationSpecification, SegmentText } from '../../valuation/index.ts';

/** A way to cut the bank into segments, as the configuration has it. */
export type Cut = {
  /** main, or the key of a further one */
  id: string;
  specification: SegmentationSpecification;
  /** segment id → the name it is to have, those of rules included */
  names: Record<string, SegmentText>;
};

type Way = SegmentsConfig | SegmentsConfig['further'][string];

const fewest = 3;
const most = 8;

/** The cuts that a configuration asks for, the main one first. */
export function cutsOf(config: SegmentsConfig): Cut[] {
  const cut = (id: string, way: Way): Cut => ({
    id,
    specification: specificationOf(way, way.features ?? config.features),
    names: {
      ...(way.method === 'rules'
        ? Object.fromEntries(Object.entries(way.rules).map(([rule, { name }]) => [rule, name]))
        : {}),
      ...Object.fromEntries(
        Object.entries(way.names).map(([key, name]) => [/^\d/.test(key) ? `s${key}` : key, name]),
      ),
    },
  });
  return [cut(mainCut, config), ...Object.entries(config.further).map(([id, way]) => cut(id, way))];
}

function specificationOf(
  way: Way,
  features: SegmentsConfig['features'],
): SegmentationSpecification {
  const { method } = way;
  switch (method) {
    case 'k-means':
    case 'hierarchical':
      return { method, k: way.k === 'auto' ? { from: fewest, to: most } : way.k, features };
    case 'density': {
      const { neighbours, radius } = way;
      return { method, neighbours, ...(radius === undefined ? {} : { radius }), features };
    }
    case 'rules': {
      const rules = Object.entries(way.rules).map(([id, { name, when }]) => ({
        id,
        name,
        conditions: when,
      }));
      return { method, rules, features };
    }
  }
}

/** What decides who is in which segment, words and names left out, to tell whether a fit is of this specification. */
export function decisiveParts(specification: SegmentationSpecification): string {
  return JSON.stringify(specification, (key, value) =>
    key === 'words' || key === 'name' ? undefined : value,
  );
}
