import type { SegmentsConfig } from '../../settings/segments.ts';
import { mainSegmentation } from '../../store/segments/main-segmentation.ts';
import type { NamingWords, SegmentationSpecification, SegmentName } from '../../valuation/index.ts';
import { namingWords } from './naming-words.ts';

/** A segmentation as the configuration asks for it. */
export type WantedSegmentation = {
  /** main, or the key of a further one */
  id: string;
  specification: SegmentationSpecification;
  /** segment id → the name it is to have, those of rules included */
  names: Record<string, SegmentName>;
  /** the languages that its segments are named in, with their words */
  wording: Readonly<Record<string, NamingWords>>;
};

type Settings = SegmentsConfig | SegmentsConfig['further'][string];

const fewest = 3;
const most = 8;

/** The segmentations that a configuration asks for, the main one first. */
export function segmentationsOf(config: SegmentsConfig): WantedSegmentation[] {
  const wanted = (
    id: string,
    settings: Settings,
    features = settings.features ?? config.features,
  ): WantedSegmentation => ({
    id,
    wording: namingWords(features),
    specification: specificationOf(settings, features),
    names: {
      ...(settings.method === 'rules'
        ? Object.fromEntries(Object.entries(settings.rules).map(([rule, { name }]) => [rule, name]))
        : {}),
      ...Object.fromEntries(
        Object.entries(settings.names).map(([key, name]) => [
          /^\d/.test(key) ? `s${key}` : key,
          name,
        ]),
      ),
    },
  });
  return [
    wanted(mainSegmentation, config),
    ...Object.entries(config.further).map(([id, settings]) => wanted(id, settings)),
  ];
}

function specificationOf(
  settings: Settings,
  features: SegmentsConfig['features'],
): SegmentationSpecification {
  const { method } = settings;
  switch (method) {
    case 'k-means':
    case 'hierarchical':
      return {
        method,
        k: settings.k === 'auto' ? { from: fewest, to: most } : settings.k,
        features,
      };
    case 'density': {
      const { neighbours, radius } = settings;
      return { method, neighbours, ...(radius === undefined ? {} : { radius }), features };
    }
    case 'rules': {
      const rules = Object.entries(settings.rules).map(([id, { name, when }]) => ({
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
