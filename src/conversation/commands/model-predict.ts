import { reasonsChart } from '../../charts/reasons-chart.ts';
import { churnFeature, churnFeatures } from '../../settings/churn-features.ts';
import type { ChurnReason } from '../../store/schema.ts';
import {
  type ChurnModel,
  explainChurn,
  explanationBase,
  hazardsOf,
  predictChurn,
  whatIf,
} from '../../valuation/index.ts';
import { features, type MadeUp } from '../arguments/features.ts';
import { churnChampion } from '../churn-champion.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import type { Reply } from '../reply.ts';
import { assumedByRun, courseOf } from '../risk-course.ts';
import { churnKindName } from '../wording/churn-kind-words.ts';
import { monthsInWords } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';
import { featureValue } from '../wording/feature-values.ts';
import { featureLabel, reasonSentence } from '../wording/feature-words.ts';
import { noChurnModel } from '../wording/no-churn-model.ts';

const most = 8;

/**
 * What the churn model says of a made-up customer. `data`: the `model`'s kind, `churnProbability` 0–1 within
 * `churnHorizonMonths`, `features` as they were taken by name, `assumed` (what is typical of the bank, for those not named; null
 * where the model takes it as missing), `reasons` with `feature`, `value` and `contribution` in log-odds, which with `base` add up to
 * the log-odds before calibration; where a contribution a month was said, `clv` and `valueIfStays` in `currency` over
 * `horizonMonths`, null otherwise; `asOf`.
 */
export default defineCommand({
  intent: 'model.predict',
  group: 'evidence',
  arguments: { features: features() },
  allowed: ['analyst'],
  async run(context, { features: supposed }) {
    const { say, bank, run } = context;
    const found = await churnChampion(context);
    const unknown =
      found && [...supposed.features.keys()].find((name) => !knows(found.model, name));
    if (found === undefined || found.card.typical === null || unknown !== undefined) {
      const why =
        found === undefined
          ? ((await noChurnModel(context)) ?? say('model-predict.noModel'))
          : unknown === undefined
            ? say('model-predict.earlier')
            : say('model-predict.notKnown', {
                feature: featureLabel(unknown, say),
                known: found.model.features.map(({ name }) => name).join(', '),
              });
      return { reply: plainReply(say('model-predict.title'), why), data: {}, seen: [] };
    }
    const predicted = predict(found.model, found.card.typical, supposed);
    const values = await valuesOf(context, predicted.probability, supposed.contribution);
    return {
      reply: predictionReply(context, found.model, predicted, values),
      data: {
        model: found.model.kind,
        churnProbability: predicted.probability,
        churnHorizonMonths: run.churnHorizonMonths,
        features: Object.fromEntries(predicted.named),
        assumed: Object.fromEntries(predicted.assumed),
        base: explanationBase(found.model),
        reasons: predicted.reasons,
        clv: values?.clv ?? null,
        valueIfStays: values?.valueIfStays ?? null,
        horizonMonths: run.clvHorizonMonths,
        currency: bank.currency,
        asOf: run.asOf,
      },
      seen: [],
    };
  },
});

const knows = (model: ChurnModel, name: string) =>
  model.features.some((feature) => feature.name === name);

type Predicted = {
  probability: number;
  named: ReadonlyMap<string, number>;
  assumed: ReadonlyMap<string, number | string | null>;
  /** the strongest first, whichever way */
  reasons: ChurnReason[];
};

function predict(
  model: ChurnModel,
  typical: Readonly<Record<string, number | string | null>>,
  { features: said }: MadeUp,
): Predicted {
  const named = new Map<string, number>(said);
  const assumed = new Map<string, number | string | null>();
  for (const { name } of model.features) {
    if (!named.has(name)) assumed.set(name, atLeastAsMany(name, typical[name] ?? null, named));
  }
  const valueTaken = (name: string) => named.get(name) ?? assumed.get(name) ?? Number.NaN;
  const dataset = {
    columns: model.features.map(({ levels, ...feature }) => {
      const value = valueTaken(feature.name);
      if (levels === undefined)
        return {
          ...feature,
          values: Float64Array.of(typeof value === 'number' ? value : Number.NaN),
        };
      const code = typeof value === 'string' ? levels.indexOf(value) : -1;
      return { ...feature, levels, values: Float64Array.of(code === -1 ? Number.NaN : code) };
    }),
    rows: 1,
  };
  return {
    probability: predictChurn(model, dataset)[0]!,
    named,
    assumed,
    reasons: explainChurn(model, dataset, 0)
      .map(({ feature, value, contribution }) => ({
        feature,
        value,
        contribution,
      }))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  };
}

/** What is counted over a longer time is at least what was named for a shorter one of the same theme. */
function atLeastAsMany(
  name: string,
  typical: number | string | null,
  named: ReadonlyMap<string, number>,
): number | string | null {
  const feature = churnFeature(name);
  const [, what, span] = /^(.+)_(\d+)m$/.exec(name) ?? [];
  if (feature?.unit !== 'count' || span === undefined || typeof typical !== 'number')
    return typical;
  const within = churnFeatures.flatMap((each) => {
    const [, other, shorter] = /^(.+)_(\d+)m$/.exec(each.name) ?? [];
    return other === what && Number(shorter) < Number(span) ? [named.get(each.name) ?? 0] : [];
  });
  return Math.max(typical, ...within);
}

async function valuesOf(
  context: CommandContext,
  probability: number,
  contribution: number | undefined,
): Promise<{ clv: number; valueIfStays: number } | null> {
  if (contribution === undefined) return null;
  const assumed = await assumedByRun(context);
  const { clvHorizonMonths: horizonMonths } = context.run;
  const hazards = hazardsOf(courseOf(probability, assumed, context.run), 0, horizonMonths);
  const worth = (monthlyChurn: readonly number[]) =>
    whatIf(
      {
        monthlyContribution: contribution,
        slope: 0,
        damping: 0,
        monthlyChurn,
        horizonMonths,
        annualDiscountRate: assumed.annualDiscountRate,
      },
      {},
    ).today;
  return { clv: worth([...hazards]), valueIfStays: worth([0]) };
}

function predictionReply(
  context: CommandContext,
  model: ChurnModel,
  { probability, named, assumed, reasons }: Predicted,
  values: { clv: number; valueIfStays: number } | null,
): Reply {
  const { locale, run, say, format } = context;
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const horizon = monthsInWords(run.clvHorizonMonths, locale);
  const inWords = (each: ReadonlyMap<string, number | string | null>) =>
    [...each]
      .map(([name, value]) =>
        say('model-predict.pair', {
          feature: featureLabel(name, say),
          value: featureValue(name, value, context),
        }),
      )
      .join(say('model-predict.separator'));
  const strongest = reasons.slice(0, most);
  return {
    title: say('model-predict.title'),
    summary: say('model-predict.summary', {
      features: inWords(named),
      risk: format.percent(probability),
      within,
    }),
    facts: [
      { label: say('model-predict.facts.risk', { within }), value: format.percent(probability) },
      ...(values === null
        ? []
        : [
            { label: say('model-predict.facts.clv', { horizon }), value: format.money(values.clv) },
            {
              label: say('model-predict.facts.stays', { horizon }),
              value: format.money(values.valueIfStays),
            },
          ]),
      { label: say('model-predict.facts.model'), value: churnKindName(model.kind, say) },
    ],
    details: [
      ...strongest.slice(0, 4).map((reason) => reasonSentence(reason, say)),
      say('model-predict.assumed', { features: inWords(assumed) }),
      ...(values === null ? [say('model-predict.noValue')] : []),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: [
      {
        alt: say('model-predict.chart', {
          risk: format.percent(probability),
          reasons: strongest.map((reason) => reasonSentence(reason, say)).join(' '),
        }),
        spec: reasonsChart({
          reasons: strongest.map(({ feature, contribution }) => ({
            label: featureLabel(feature, say),
            contribution,
          })),
          locale,
        }),
      },
    ],
    actions: [
      { label: say('model-predict.actions.card'), command: 'model churn' },
      { label: say('model-predict.actions.tree'), command: 'model tree' },
    ],
    visibility: 'asker',
  };
}
