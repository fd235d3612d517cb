import type { StoredChurnCard } from '../../../scoring/churn/churn-card.ts';
import { type ChurnMetrics, churnMeasures } from '../../../scoring/churn/churn-metrics.ts';
import type { Reply } from '../../reply.ts';
import { fewest } from '../../small-groups.ts';
import { churnKindName } from '../../wording/churn-kind-words.ts';
import { monthsInWords } from '../../wording/customer-words.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';

type Facts = Reply['facts'];

/** The figures of a churn model's card, in the order they are shown. */
export function churnFacts(model: Model, card: StoredChurnCard, reader: Reader): Facts {
  const { metrics } = card;
  return [
    ...trainingFacts(model, card, reader),
    ...(metrics === null ? [] : measureFacts(metrics, reader)),
    ...riskThresholdFacts(card.riskThreshold, reader),
    ...(metrics === null
      ? []
      : [...thresholdFacts(metrics, reader), ...contactFacts(metrics.contact, reader)]),
    ...driftFacts(card.drift, reader),
    ...overrideFacts(card.overrides, reader),
    ...versionFacts(card, reader),
  ];
}

/** What the model is, and what it learnt from. */
export function trainingFacts(model: Model, card: StoredChurnCard, reader: Reader): Facts {
  const { say, format, locale } = reader;
  const { features, calibration, horizonMonths } = card;
  return [
    { label: say('churn-card.facts.method'), value: churnKindName(model.method, say) },
    { label: say('churn-card.facts.trained'), value: format.moment(model.trainedAt) },
    { label: say('churn-card.facts.asOf'), value: format.day(model.asOf) },
    ...dataFacts(card, reader),
    { label: say('churn-card.facts.horizon'), value: monthsInWords(horizonMonths, locale) },
    { label: say('churn-card.facts.features'), value: format.number(features.length) },
    {
      label: say('churn-card.facts.calibration'),
      value: say('churn-card.values.calibration', { method: calibration }),
    },
  ];
}

/** What the model learnt from: the days, and how many left of the customers seen. */
function dataFacts(
  { windows, labelledOn }: Pick<StoredChurnCard, 'windows' | 'labelledOn'>,
  { say, format }: Reader,
): Facts {
  const days = windows.flatMap(({ from, to }) => [from, to]).sort();
  const [first, last] = [days[0], days.at(-1)];
  const total = (counts: readonly number[]) =>
    format.number(counts.reduce((sum, count) => sum + count, 0));
  return [
    ...(first === undefined || last === undefined
      ? []
      : [
          {
            label: say('churn-card.facts.learnedFrom'),
            value:
              labelledOn === null
                ? say('churn-card.values.learnedFrom', {
                    from: format.day(first),
                    to: format.day(last),
                  })
                : say('churn-card.values.labels', { day: format.day(labelledOn) }),
          },
        ]),
    {
      label: say('churn-card.facts.left'),
      value: say('churn-card.values.left', {
        left: total(windows.map(({ leavers }) => leavers)),
        customers: total(windows.map(({ customers }) => customers)),
      }),
    },
  ];
}

/** How well the model ranks and how far its probabilities hold, on months it had not seen. */
export function measureFacts(metrics: ChurnMetrics, { say, format }: Reader): Facts {
  return [
    ...churnMeasures.flatMap((measure) => {
      const value = metrics[measure];
      return value === null
        ? []
        : [{ label: say(`churn-card.measures.${measure}`), value: format.fixed(value, 3) }];
    }),
    { label: say('churn-card.facts.lift'), value: `${format.number(metrics.topDecileLift)}×` },
  ];
}

/** From which probability customers are at risk, and why from there. */
export function riskThresholdFacts(
  threshold: StoredChurnCard['riskThreshold'],
  { say, format }: Reader,
): Facts {
  if (threshold === null) return [];
  const { value, from, pays } = threshold;
  return [
    {
      label: say('churn-card.facts.threshold'),
      value: say('churn-card.values.threshold', {
        probability: format.percent(value),
        from,
        known: pays === null ? 'no' : 'yes',
        pays: pays === null ? '' : format.percent(pays),
      }),
    },
  ];
}

/** What the probability from which customers are at risk would have brought, and how often it would have been right. */
export function thresholdFacts(
  { confusion, threshold }: ChurnMetrics,
  { say, format }: Reader,
): Facts {
  if (confusion === null || threshold === null) return [];
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const { accuracy, precision, recall, f1 } = confusion;
  const stayed = trueNegatives + falsePositives;
  const customers = stayed + truePositives + falseNegatives;
  return [
    {
      label: say('churn-card.facts.atRisk', { probability: format.percent(threshold) }),
      value: say('churn-card.values.atRisk', {
        called: format.number(truePositives + falsePositives),
        left: format.number(truePositives),
      }),
    },
    {
      label: say('churn-card.facts.missed'),
      value: format.number(falseNegatives),
    },
    {
      label: say('churn-card.facts.accuracy'),
      value: say('churn-card.values.accuracy', {
        accuracy: format.percent(accuracy),
        nobody: format.percent(stayed / customers),
      }),
    },
    {
      label: say('churn-card.facts.precision'),
      value: say('churn-card.values.precision', { precision: format.percent(precision) }),
    },
    {
      label: say('churn-card.facts.recall'),
      value: say('churn-card.values.recall', { recall: format.percent(recall) }),
    },
    {
      label: say('churn-card.facts.f1'),
      value: say('churn-card.values.f1', { f1: format.fixed(f1, 3) }),
    },
  ];
}

/** From which probability a contact pays, and what it would have brought on the window the model had not seen. */
export function contactFacts(contact: ChurnMetrics['contact'], { say, format }: Reader): Facts {
  if (contact === null) return [];
  const label = say('churn-card.facts.contact');
  const { breakEven, best } = contact;
  if (best === null) return [{ label, value: say('churn-card.values.noContact') }];
  return [
    {
      label,
      value: say('churn-card.values.contact', {
        probability: format.percent(breakEven.threshold),
        customers: breakEven.contacted,
        profit: format.money(breakEven.profit),
      }),
    },
    {
      label: say('churn-card.facts.mostProfit'),
      value: say('churn-card.values.mostProfit', {
        profit: format.money(best.profit),
        probability: format.percent(best.threshold),
      }),
    },
  ];
}

/** How far probabilities have moved, and whether what was predicted came. */
export function driftFacts(drift: StoredChurnCard['drift'], { say, format }: Reader): Facts {
  if (drift === null) return [];
  const { score, realised } = drift;
  return [
    { label: say('churn-card.facts.drift'), value: format.fixed(score.index, 2) },
    ...(realised === null
      ? []
      : [
          {
            label: say('churn-card.facts.realised', { day: format.day(realised.asOf) }),
            value: say('churn-card.values.realised', {
              predicted: format.percent(realised.predicted),
              realised: format.percent(realised.realised),
            }),
          },
        ]),
  ];
}

/** How often people were right who said that somebody is not at risk; not of so few that it would tell of each. */
export function overrideFacts(
  overrides: StoredChurnCard['overrides'],
  { say, format }: Reader,
): Facts {
  if (overrides === null) return [];
  const { said, stayed, expected } = overrides;
  return [
    {
      label: say('churn-card.facts.overrides'),
      value:
        said < fewest
          ? say('churn-card.values.fewOverrides', { fewest })
          : say('churn-card.values.overrides', {
              said,
              stayed,
              expected: format.number(Math.round(expected)),
            }),
    },
  ];
}

/** Which version of the program trained the model, and with which seed. */
export function versionFacts({ codeVersion, seed }: StoredChurnCard, { say }: Reader): Facts {
  return codeVersion === null || seed === null
    ? []
    : [
        {
          label: say('churn-card.facts.version'),
          value: say('churn-card.values.version', { version: codeVersion, seed: String(seed) }),
        },
      ];
}
