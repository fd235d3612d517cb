import { nameIn } from '../../../language/names.ts';
import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { valueCardShape } from '../../../scoring/value/value-card.ts';
import { churnFacts } from '../../commands/model-card/churn-facts.ts';
import type { Model } from '../../commands/model-card/model.ts';
import { segmentsFacts } from '../../commands/model-card/segments-facts.ts';
import { valueFacts } from '../../commands/model-card/value-facts.ts';
import { toldModelCard } from '../../told-model-card.ts';
import { featureLabel } from '../../wording/feature-words.ts';
import type { EvidenceTable, Facts, SectionBody } from '../evidence.ts';
import type { Earlier, Gathered } from '../gather.ts';
import { segmentationCards } from './segmentation-cards.ts';

/** What differs from the model of the run before, and from evidence written before. */
export function changes(gathered: Gathered): SectionBody {
  const { earlier, context } = gathered;
  const compared = earlier.map((each) => since(each, gathered));
  return {
    paragraphs: compared.flatMap(({ paragraphs = [] }) => paragraphs),
    tables: compared.flatMap(({ tables = [] }) => tables),
    unknown: [
      ...(earlier.some(({ than, model }) => than === 'run' && model !== undefined)
        ? []
        : [context.say('model-evidence.changes.unknown.first')]),
      ...compared.flatMap(({ unknown = [] }) => unknown),
    ],
  };
}

function since(before: Earlier, gathered: Gathered): SectionBody {
  const { context, parameters } = gathered;
  const { say, format } = context;
  const { than, asOf, writtenAt, model } = before;
  if (model === undefined) return {};
  // Compared as each would be told, so that a difference tells of nobody who is left out.
  const [was, now] = [model, gathered.model].map((each) =>
    figuresOf({ ...each, card: toldModelCard(each.card) }, gathered),
  );
  const settings =
    before.parameters === null || parameters === null
      ? undefined
      : changed(Object.entries(before.parameters), Object.entries(parameters), context);
  const figures =
    was === undefined || now === undefined
      ? undefined
      : changed(rowsOf(was.facts), rowsOf(now.facts), context);
  return {
    paragraphs: [
      writtenAt === undefined
        ? say('model-evidence.changes.beforeRun', { day: format.day(asOf) })
        : say('model-evidence.changes.beforeBundle', {
            day: format.day(asOf),
            written: format.moment(new Date(writtenAt)),
          }),
      ...(figures?.length === 0 ? [say('model-evidence.changes.sameFacts')] : []),
      ...(settings?.length === 0 ? [say('model-evidence.changes.sameSettings')] : []),
      ...(was === undefined || now === undefined ? [] : featureSentences(was, now, context)),
    ],
    tables: [
      ...changesTable(say('model-evidence.changes.facts', { than }), figures, context),
      ...changesTable(say('model-evidence.changes.settings', { than }), settings, context),
    ],
    unknown: [
      ...(figures === undefined ? [say('model-evidence.changes.unknown.card')] : []),
      ...(settings === undefined ? [say('model-evidence.changes.unknown.settings')] : []),
    ],
  };
}

type Figures = { facts: Facts; features: readonly string[] };

/** A model's figures as its card shows them; undefined where the card cannot be read. */
function figuresOf(model: Model, { kind, context }: Gathered): Figures | undefined {
  if (kind === 'churn') {
    const card = churnCardShape.safeParse(model.card).data;
    return card && { facts: churnFacts(model, card, context), features: card.features };
  }
  if (kind === 'clv') {
    const card = valueCardShape.safeParse(model.card).data;
    return card && { facts: valueFacts(model, card, context), features: [] };
  }
  const cards = segmentationCards({ model, context });
  if (cards.length === 0) return undefined;
  return {
    facts: cards.flatMap(({ name, card }) =>
      segmentsFacts(card, undefined, context).map(({ label, value }) => ({
        label: context.say('model-evidence.performance.of', {
          segmentation: nameIn(name, context.locale),
          label,
        }),
        value,
      })),
    ),
    features: [],
  };
}

const rowsOf = (facts: Facts): [string, string][] =>
  facts.map(({ label, value }) => [label, value]);

/** What differs, in the order of today: its name, what it was and what it is. */
function changed(
  was: readonly [string, string][],
  now: readonly [string, string][],
  { say }: Gathered['context'],
): string[][] {
  const [before, after] = [new Map(was), new Map(now)];
  const nothing = say('model-evidence.changes.nothing');
  return [...new Set([...after.keys(), ...before.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => [name, before.get(name) ?? nothing, after.get(name) ?? nothing]);
}

function changesTable(
  caption: string,
  rows: string[][] | undefined,
  { say }: Gathered['context'],
): EvidenceTable[] {
  if (rows === undefined || rows.length === 0) return [];
  return [
    {
      caption,
      columns: [
        { label: say('model-evidence.changes.figure'), align: 'start' },
        { label: say('model-evidence.changes.was'), align: 'start' },
        { label: say('model-evidence.changes.now'), align: 'start' },
      ],
      rows,
    },
  ];
}

function featureSentences(was: Figures, now: Figures, { say, format }: Gathered['context']) {
  const list = (features: readonly string[]) =>
    format.list(features.map((each) => featureLabel(each, say)));
  const added = now.features.filter((each) => !was.features.includes(each));
  const removed = was.features.filter((each) => !now.features.includes(each));
  return [
    ...(added.length === 0 ? [] : [say('model-evidence.changes.added', { features: list(added) })]),
    ...(removed.length === 0
      ? []
      : [say('model-evidence.changes.removed', { features: list(removed) })]),
  ];
}
