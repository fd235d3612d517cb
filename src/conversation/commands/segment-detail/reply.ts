import { portraitChart } from '../../../charts/portrait-chart.ts';
import { nameIn } from '../../../language/names.ts';
import type { DigestFilters } from '../../../store/digests/digest-filters.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import { customerInSlashForm } from '../../arguments/customer.ts';
import { commandHeldTo } from '../../arguments/held-command.ts';
import type { CommandContext } from '../../command.ts';
import type { Chart, Reply, Table } from '../../reply.ts';
import { clauses } from '../../wording/clauses.ts';
import { customerName } from '../../wording/customer-words.ts';
import { clvInWords, moneyInWords } from '../../wording/money-words.ts';
import {
  segmentFeatureMean,
  segmentFeatureName,
  segmentName,
} from '../../wording/segment-words.ts';
import { themeName } from '../../wording/theme-words.ts';
import type { Feature, Flows, SegmentSeen } from './portrait.ts';

const usualProducts = 4;
/** A mean this many standard deviations from the bank's sets a segment apart. */
const telling = 0.3;

/** What a segment is like. */
export function portraitReply(
  context: CommandContext,
  seen: SegmentSeen,
  { whose, said }: { whose: string; said: DigestFilters },
): Reply {
  const { locale, run, say, format } = context;
  const { segment, typical, portrait } = seen;
  const name = segmentName(segment, locale);
  return {
    title: titleOf(context, seen, `${name.charAt(0).toUpperCase()}${name.slice(1)}`),
    summary: summarise(context, seen, name, whose),
    facts: facts(context, seen),
    details: [
      ...apartInWords(portrait, context),
      ...productsInWords(seen, context),
      ...movementInWords(seen.movement, context),
      ...themesInWords(seen.themes, context),
      ...(typical === undefined
        ? []
        : [
            say('segment-detail.typical', {
              customer: customerName(typical, locale),
              id: typical.externalId,
            }),
          ]),
      ...(segment.segmentation === mainSegmentation
        ? []
        : [
            say('segment-detail.segmentation', {
              segmentation: nameIn(seen.segmentation.name, locale),
            }),
          ]),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    ...(portrait.length === 0 ? {} : { table: portraitTable(portrait, context) }),
    charts: portraitCharts(portrait, name, context),
    actions: [
      {
        label: say('segment-detail.actions.atRisk'),
        command: commandHeldTo('at-risk', { ...said, segment: name }),
      },
      {
        label: say('segment-detail.actions.top'),
        command: commandHeldTo('top', { ...said, segment: name }),
      },
      ...(typical === undefined
        ? []
        : [
            {
              label: say('segment-detail.actions.typical'),
              command: `customer ${customerInSlashForm(typical.externalId)}`,
            },
          ]),
      {
        label: say('segment-detail.actions.all'),
        command:
          segment.segmentation === mainSegmentation
            ? 'segments'
            : `segments by ${segment.segmentation}`,
      },
    ],
    visibility: typical === undefined ? 'channel' : 'asker',
  };
}

/** The name, with which share of the customers and of the CLV it is, where there is any CLV. */
function titleOf(
  { say, format }: CommandContext,
  { share: { customers, clv }, ...all }: SegmentSeen,
  segment: string,
): string {
  if (clv === null || all.clv <= 0) return segment;
  return say('findings.segment', {
    segment,
    share: format.percent(customers / all.customers),
    shareOfClv: format.percent(clv / all.clv),
  });
}

function summarise(
  { say, format, asked }: CommandContext,
  { share: { customers, clv }, ...all }: SegmentSeen,
  segment: string,
  whose: string,
): string {
  const said = { segment, customers, share: format.percent(customers / all.customers), whose };
  if (asked?.form === 'howMany') return say('answers.inSegment', said);
  return clv !== null && all.clv > 0
    ? say('segment-detail.summary', { ...said, shareOfClv: format.percent(clv / all.clv) })
    : say('segment-detail.summaryWithoutClv', said);
}

function facts(context: CommandContext, seen: SegmentSeen): Reply['facts'] {
  const { say, format } = context;
  const { customers, clv, churnProbability, atRisk, valueIfStays, valueAtStake } = seen.share;
  const money = clvInWords(clv, context);
  return [
    {
      label: say('segment-detail.facts.customers'),
      value: say('segment-detail.facts.withShare', {
        figure: format.number(customers),
        share: format.percent(customers / seen.customers),
      }),
    },
    {
      label: say('segment-detail.facts.totalClv'),
      value:
        clv !== null && seen.clv > 0
          ? say('segment-detail.facts.withShare', {
              figure: money,
              share: format.percent(clv / seen.clv),
            })
          : money,
    },
    {
      label: say('segment-detail.facts.meanClv'),
      value:
        clv === null
          ? money
          : say('segment-detail.facts.besideAll', {
              figure: format.money(clv / customers),
              all: format.money(seen.clv / seen.customers),
            }),
    },
    ...(valueIfStays === null
      ? []
      : [
          {
            label: say('segment-detail.facts.valueIfStays'),
            value: format.money(valueIfStays),
          },
        ]),
    {
      label: say('segment-detail.facts.churn'),
      value: churnProbability === null ? '–' : format.percent(churnProbability),
    },
    ...(atRisk === null
      ? []
      : [
          { label: say('segment-detail.facts.atRisk'), value: format.number(atRisk) },
          {
            label: say('segment-detail.facts.valueAtStake'),
            value: moneyInWords(valueAtStake, context),
          },
        ]),
  ];
}

function apartInWords(portrait: readonly Feature[], { say, format }: CommandContext): string[] {
  const [strongest, ...others] = portrait
    .filter(({ standardScore }) => Math.abs(standardScore) >= telling)
    .slice(0, 3)
    .map(({ feature, mean, bankMean, standardScore }) =>
      say('segment-detail.apart.one', {
        feature: segmentFeatureName(feature, say, 'inSentence'),
        level: levelOf(standardScore),
        mean: segmentFeatureMean(feature, mean, format),
        bankMean: segmentFeatureMean(feature, bankMean, format),
      }),
    );
  return strongest === undefined
    ? []
    : [say('segment-detail.apart.all', { features: clauses([strongest, ...others], say) })];
}

function levelOf(standardScore: number): 'muchHigher' | 'higher' | 'lower' | 'muchLower' {
  if (standardScore > 0) return standardScore >= 1 ? 'muchHigher' : 'higher';
  return standardScore <= -1 ? 'muchLower' : 'lower';
}

function productsInWords(
  { products, share, customers }: SegmentSeen,
  { say, format }: CommandContext,
): string[] {
  if (products.length === 0) return [];
  const held = products.slice(0, usualProducts).map(({ product, inSegment, inAll }) =>
    say('segment-detail.products.one', {
      product: say(`products.${product}`),
      share: format.percent(inSegment / share.customers),
      all: format.percent(inAll / customers),
    }),
  );
  return [say('segment-detail.products.all', { products: format.list(held) })];
}

function movementInWords(
  movement: Flows | undefined,
  { locale, say, format }: CommandContext,
): string[] {
  if (movement === undefined) return [];
  const { cameIn, wentOut, stayed } = movement;
  const total = (flows: Flows['cameIn']) =>
    flows.reduce((sum, { customers }) => sum + customers, 0);
  const largest = (flows: Flows['cameIn'], none: 'fromNone' | 'toNone') => {
    const [first, ...others] = flows
      .slice(0, 3)
      .map(({ id, names, customers }) =>
        id === null
          ? say(`segment-detail.flow.${none}`, { customers })
          : say('segment-detail.flow.one', { segment: segmentName({ names }, locale), customers }),
      );
    return first === undefined ? 'none' : clauses([first, ...others], say);
  };
  return [
    say('segment-detail.movement', {
      since: format.day(movement.since),
      came: total(cameIn),
      cameFrom: largest(cameIn, 'fromNone'),
      went: total(wentOut),
      wentTo: largest(wentOut, 'toNone'),
      stayed,
    }),
  ];
}

function portraitTable(portrait: readonly Feature[], { say, format }: CommandContext): Table {
  return {
    columns: [
      { label: say('segment-detail.columns.feature'), align: 'start' },
      { label: say('segment-detail.columns.segment'), align: 'end' },
      { label: say('segment-detail.columns.bank'), align: 'end' },
    ],
    rows: portrait.map(({ feature, mean, bankMean }) => [
      segmentFeatureName(feature, say),
      segmentFeatureMean(feature, mean, format),
      segmentFeatureMean(feature, bankMean, format),
    ]),
  };
}

function portraitCharts(
  portrait: readonly Feature[],
  segment: string,
  { locale, say, format }: CommandContext,
): Chart[] {
  const [first, ...others] = portrait.map(({ feature, standardScore }) =>
    say('segment-detail.featureScore', {
      feature: segmentFeatureName(feature, say),
      score: format.number(standardScore),
    }),
  );
  if (first === undefined) return [];
  return [
    {
      alt: say('segment-detail.chart', { segment, features: clauses([first, ...others], say) }),
      spec: portraitChart({
        features: portrait.map(({ feature, standardScore }) => ({
          label: segmentFeatureName(feature, say),
          standardScore,
        })),
        locale,
      }),
    },
  ];
}

const shownThemes = 3;

function themesInWords(themes: SegmentSeen['themes'], { say, format }: CommandContext): string[] {
  const heard = themes.filter(({ count }) => count > 0).slice(0, shownThemes);
  if (heard.length === 0) return [];
  return [
    say('themes.inSegment', {
      themes: format.list(
        heard.map(({ theme, count }) =>
          say('themes.withCount', { theme: themeName(theme, say), count }),
        ),
      ),
    }),
  ];
}
