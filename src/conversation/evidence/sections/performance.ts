import { nameIn } from '../../../language/names.ts';
import { churnCardShape, type StoredChurnCard } from '../../../scoring/churn/churn-card.ts';
import { valueCardShape } from '../../../scoring/value/value-card.ts';
import {
  contactFacts,
  driftFacts,
  measureFacts,
  riskThresholdFacts,
  thresholdFacts,
} from '../../commands/model-card/churn-facts.ts';
import { churnSummary } from '../../commands/model-card/churn-sentences.ts';
import { segmentsFacts } from '../../commands/model-card/segments-facts.ts';
import { changeSentences, segmentsSummary } from '../../commands/model-card/segments-sentences.ts';
import { segmentsTable } from '../../commands/model-card/segments-table.ts';
import { testSentence, valueSummary } from '../../commands/model-card/value-card.ts';
import { backtestFacts } from '../../commands/model-card/value-facts.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import { featureLabel } from '../../wording/feature-words.ts';
import type { EvidenceTable, SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';
import { segmentationCards } from './segmentation-cards.ts';
import { type ToldRows, toldRows } from './told-rows.ts';

/** How the model did on what it had not seen, how its probabilities hold, and what has moved since. */
export function performance(gathered: Gathered): SectionBody {
  return { churn: ofChurn, clv: ofValue, segments: ofSegments }[gathered.kind](gathered);
}

function ofChurn({ model, context }: Gathered): SectionBody {
  const { say } = context;
  const card = churnCardShape.parse(model.card);
  const { metrics, drift, riskThreshold } = card;
  const byProbability = metrics === null ? nothing : reliabilityRows(metrics, context);
  const byTenth = metrics === null ? nothing : liftRows(metrics, context);
  return {
    paragraphs: [
      churnSummary(model.method, metrics, context),
      ...byProbability.paragraphs,
      ...byTenth.paragraphs,
    ],
    facts: [
      ...(metrics === null ? [] : measureFacts(metrics, context)),
      ...riskThresholdFacts(riskThreshold, context),
      ...(metrics === null
        ? []
        : [...thresholdFacts(metrics, context), ...contactFacts(metrics.contact, context)]),
      ...driftFacts(drift, context),
    ],
    tables: [
      ...byProbability.tables,
      ...byTenth.tables,
      ...(drift === null || drift.features.length === 0 ? [] : [driftTable(drift, context)]),
    ],
    unknown: [
      ...(metrics === null ? [say('model-evidence.performance.unknown.metrics')] : []),
      ...(metrics !== null && metrics.reliability.length === 0
        ? [say('model-evidence.performance.unknown.calibration')]
        : []),
      ...(drift === null ? [say('model-evidence.performance.unknown.drift')] : []),
      ...(drift?.realised == null ? [say('model-evidence.performance.unknown.realised')] : []),
    ],
  };
}

const nothing: ToldRows = { tables: [], paragraphs: [] };

function reliabilityRows(
  { reliability }: NonNullable<StoredChurnCard['metrics']>,
  context: Gathered['context'],
): ToldRows {
  const { say, format } = context;
  return toldRows(
    {
      caption: say('model-evidence.performance.reliability'),
      columns: [
        { label: say('model-evidence.performance.range'), align: 'start' },
        { label: say('model-evidence.performance.customers'), align: 'end' },
        { label: say('model-evidence.performance.predicted'), align: 'end' },
        { label: say('model-evidence.performance.observed'), align: 'end' },
      ],
    },
    reliability,
    {
      size: ({ customers }) => customers,
      cells: ({ low, high, customers, predicted, observed }) => [
        say('model-evidence.performance.rangeOf', {
          low: format.percent(low),
          high: format.percent(high),
        }),
        format.number(customers),
        format.percent(predicted),
        format.percent(observed),
      ],
    },
    context,
  );
}

function liftRows(
  { deciles }: NonNullable<StoredChurnCard['metrics']>,
  context: Gathered['context'],
): ToldRows {
  const { say, format } = context;
  return toldRows(
    {
      caption: say('model-evidence.performance.lift'),
      columns: [
        { label: say('model-evidence.performance.tenth'), align: 'end' },
        { label: say('model-evidence.performance.customers'), align: 'end' },
        { label: say('model-evidence.performance.rate'), align: 'end' },
        { label: say('model-evidence.performance.liftOf'), align: 'end' },
      ],
    },
    deciles,
    {
      size: ({ customers }) => customers,
      cells: ({ decile, customers, rate, lift }) => [
        String(decile),
        format.number(customers),
        format.percent(rate),
        format.fixed(lift, 2),
      ],
    },
    context,
  );
}

function driftTable(
  { since, features }: NonNullable<StoredChurnCard['drift']>,
  { say, format }: Gathered['context'],
): EvidenceTable {
  return {
    caption: say('model-evidence.performance.drift', { day: format.day(since) }),
    columns: [
      { label: say('model-evidence.lineage.feature'), align: 'start' },
      { label: say('model-evidence.performance.index'), align: 'end' },
      { label: say('model-evidence.performance.verdict'), align: 'start' },
    ],
    rows: features.map(({ name, index, verdict }) => [
      featureLabel(name, say),
      format.fixed(index, 3),
      say('model-evidence.performance.verdicts', { verdict }),
    ]),
  };
}

function ofValue({ model, context }: Gathered): SectionBody {
  const { say, format, locale } = context;
  const card = valueCardShape.parse(model.card);
  const { backtest, horizonMonths } = card;
  const unwatched = say('model-evidence.performance.unknown.valueDrift');
  if (backtest === null)
    return {
      paragraphs: [valueSummary(card, context)],
      unknown: [say('model-evidence.performance.unknown.backtest'), unwatched],
    };
  const byTenth = toldRows(
    {
      caption: say('model-evidence.performance.values'),
      columns: [
        { label: say('model-evidence.performance.tenth'), align: 'end' },
        { label: say('model-evidence.performance.customers'), align: 'end' },
        { label: say('model-evidence.performance.predicted'), align: 'end' },
        { label: say('model-evidence.performance.actual'), align: 'end' },
      ],
    },
    backtest.deciles.map((each, at) => ({ ...each, tenth: at + 1 })),
    {
      size: ({ customers }) => customers,
      cells: ({ tenth, customers, predicted, actual }) => [
        String(tenth),
        format.number(customers),
        format.money(predicted),
        format.money(actual),
      ],
    },
    context,
  );
  return {
    paragraphs: [
      valueSummary(card, context),
      testSentence(backtest, card, context),
      ...byTenth.paragraphs,
    ],
    facts: backtestFacts(backtest, context),
    tables: byTenth.tables,
    unknown: [
      ...(horizonMonths === null || horizonMonths <= backtest.monthsJudged
        ? []
        : [
            say('model-evidence.performance.unknown.longRun', {
              horizon: monthsInWords(horizonMonths, locale),
              tested: monthsInWords(backtest.monthsJudged, locale),
            }),
          ]),
      unwatched,
    ],
  };
}

function ofSegments(gathered: Gathered): SectionBody {
  const { context, segmentations } = gathered;
  const { say, locale } = context;
  const cards = segmentationCards(gathered);
  const moved = cards.map((each) => ({ ...each, ...segmentations.get(each.id) }));
  return {
    paragraphs: [
      say('model-evidence.performance.noOutcome'),
      ...cards.flatMap(({ name, card }) =>
        [segmentsSummary(card, context), ...changeSentences(card, context)].map((label) =>
          cards.length === 1
            ? label
            : say('model-evidence.performance.of', { segmentation: nameIn(name, locale), label }),
        ),
      ),
    ],
    facts: moved.flatMap(({ name, card, movement }) =>
      segmentsFacts(card, movement, context).map(({ label, value }) => ({
        label:
          cards.length === 1
            ? label
            : say('model-evidence.performance.of', { segmentation: nameIn(name, locale), label }),
        value,
      })),
    ),
    tables: moved.map(({ name, card, names }) => {
      const { columns, rows } = segmentsTable(card, names ?? new Map(), context);
      const segmentation = nameIn(name, locale);
      return {
        caption: say('model-evidence.performance.segments', { segmentation }),
        columns,
        rows,
      };
    }),
    unknown: [
      ...(cards.length === 0 ? [say('model-evidence.performance.unknown.segments')] : []),
      ...(moved.every(({ movement }) => movement === undefined)
        ? [say('model-evidence.performance.unknown.agreement')]
        : []),
    ],
  };
}
