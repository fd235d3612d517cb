import { portraitChart } from '../../../charts/portrait-chart.ts';
import type { Format } from '../../../language/format.ts';
import { type Names, nameIn } from '../../../language/names.ts';
import type { ProductHolders } from '../../../store/segments/product-mix.ts';
import type { SegmentShare } from '../../../store/segments/segment-breakdown.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import type { SegmentPortrait } from '../../../store/segments/segment-portraits.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import type { TypicalCustomer } from '../../../store/segments/typical-customer.ts';
import type { CutWords } from '../../arguments/segmentation-lookup.ts';
import type { CommandContext } from '../../command.ts';
import type { Reply, Table } from '../../reply.ts';
import { customerName } from '../../wording/customer-words.ts';
import {
  productNames,
  segmentFeatureLabel,
  segmentFeatureMean,
  segmentName,
} from '../../wording/segment-words.ts';

const usualProducts = 4;
/** A mean this many standard deviations from the bank's sets a segment apart. */
const telling = 0.3;

type Feature = { feature: string; mean: number; bankMean: number; standardScore: number };
type Flow = { id: number | null; names: Names | null };
type Flows = {
  since: string;
  stayed: number;
  cameIn: (Flow & { customers: number })[];
  wentOut: (Flow & { customers: number })[];
};

/** What is known of a segment. `customers` and `clv` are of all segments together. */
export type SegmentSeen = {
  segment: SegmentPortrait;
  share: SegmentShare;
  customers: number;
  clv: number;
  products: ProductHolders[];
  portrait: Feature[];
  movement: Flows | undefined;
  typical: TypicalCustomer | undefined;
  cut: CutWords;
};

/** A segment's features beside the bank's, what sets it apart most first. */
export function againstBank(segment: SegmentPortrait, all: readonly SegmentPortrait[]): Feature[] {
  return Object.entries(segment.portrait)
    .map(([feature, { mean, z: standardScore }]) => {
      const known = all.flatMap(({ size, portrait }) => {
        const of = portrait[feature];
        return of === undefined ? [] : [{ size, mean: of.mean }];
      });
      const customers = known.reduce((sum, { size }) => sum + size, 0);
      const total = known.reduce((sum, each) => sum + each.size * each.mean, 0);
      return { feature, mean, bankMean: total / customers, standardScore };
    })
    .sort((a, b) => Math.abs(b.standardScore) - Math.abs(a.standardScore));
}

/** Who came into a segment, went out of it and stayed. */
export function flowsOf(id: number, movement: SegmentMovement | undefined): Flows | undefined {
  if (movement === undefined) return undefined;
  const { since, flows } = movement;
  return {
    since,
    stayed: flows.find(({ fromId, toId }) => fromId === id && toId === id)?.customers ?? 0,
    cameIn: flows
      .filter(({ fromId, toId }) => toId === id && fromId !== id)
      .map(({ fromId, fromNames, customers }) => ({
        id: fromId,
        names: fromNames,
        customers,
      })),
    wentOut: flows
      .filter(({ fromId, toId }) => fromId === id && toId !== id)
      .map(({ toId, toNames, customers }) => ({
        id: toId,
        names: toNames,
        customers,
      })),
  };
}

/** The same as numbers, for `data`. */
export function segmentFigures(
  { bank, run }: CommandContext,
  seen: SegmentSeen,
): Record<string, unknown> {
  const { segment, share, movement, typical } = seen;
  const counted = (flows: Flows['cameIn']) =>
    flows.map(({ id, customers }) => ({ segment: id, customers }));
  return {
    segment: { by: segment.segmentation, id: segment.id, names: segment.names },
    customers: share.customers,
    share: share.customers / seen.customers,
    shareOfClv: seen.clv > 0 ? share.clv / seen.clv : null,
    clv: share.clv,
    contribution12m: share.contribution12m,
    balance: share.balance,
    valueAtStake: share.valueAtStake,
    meanClv: share.clv / share.customers,
    meanChurnProbability: share.churnProbability,
    atRisk: share.atRisk,
    products: seen.products.map(({ product, inSegment, inAll }) => ({
      product,
      share: inSegment / share.customers,
      shareOfAll: inAll / seen.customers,
    })),
    portrait: seen.portrait,
    movement:
      movement === undefined
        ? null
        : {
            since: movement.since,
            stayed: movement.stayed,
            cameIn: counted(movement.cameIn),
            wentOut: counted(movement.wentOut),
          },
    ...(typical === undefined ? {} : { typicalCustomer: typical.externalId }),
    currency: bank.currency,
    asOf: run.asOf,
  };
}

/** What a segment is like. */
export function portraitReply(
  context: CommandContext,
  seen: SegmentSeen,
  whose: string,
  format: Format,
): Reply {
  const { locale, run } = context;
  const zh = locale === 'zh';
  const { segment, share, typical } = seen;
  const name = segmentName(segment, locale);
  const fact = (en: string, chinese: string, value: string) => ({
    label: zh ? chinese : en,
    value,
  });
  const ofAll = format.percent(share.customers / seen.customers);
  const ofClv = seen.clv > 0 ? format.percent(share.clv / seen.clv) : undefined;
  const apart = apartInWords(seen.portrait, format, locale);
  const asOf = zh ? `数据截至${format.day(run.asOf)}。` : `Figures as of ${format.day(run.asOf)}.`;
  return {
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    summary: zh
      ? `${whose}：“${name}”有 ${format.number(share.customers)} 位客户，占 ${ofAll}${ofClv === undefined ? '' : `，贡献 ${ofClv} 的 CLV`}。`
      : `“${name}” has ${format.number(share.customers)} ${share.customers === 1 ? 'customer' : 'customers'}, ${ofAll} of all (${whose})${ofClv === undefined ? '' : `, with ${ofClv} of the CLV`}.`,
    facts: [
      fact('Customers', '客户数', `${format.number(share.customers)} (${ofAll})`),
      fact(
        'CLV in all',
        'CLV 合计',
        `${format.money(share.clv)}${ofClv === undefined ? '' : ` (${ofClv})`}`,
      ),
      fact(
        'CLV each',
        'CLV 均值',
        beside(share.clv / share.customers, seen.clv / seen.customers, format, locale),
      ),
      fact(
        'Mean churn',
        '平均流失概率',
        share.churnProbability === null ? '–' : format.percent(share.churnProbability),
      ),
      fact('At risk', '有风险客户', format.number(share.atRisk)),
      fact('Value at stake', '潜在损失', format.money(share.valueAtStake)),
    ],
    details: [
      ...apart,
      ...productsInWords(seen, format, locale),
      ...movementInWords(seen.movement, format, locale),
      ...(typical === undefined
        ? []
        : [
            zh
              ? `典型客户：${customerName(typical, locale)}（${typical.externalId}）。`
              : `A typical customer: ${customerName(typical, locale)} (${typical.externalId}).`,
          ]),
      ...(segment.segmentation === mainSegmentation
        ? []
        : [
            zh
              ? `这是按${nameIn(seen.cut.name, locale)}划分的客群之一。`
              : `It is one of the segments by ${nameIn(seen.cut.name, locale)}.`,
          ]),
      asOf,
    ],
    ...(seen.portrait.length === 0 ? {} : { table: portraitTable(seen.portrait, format, locale) }),
    charts:
      seen.portrait.length === 0
        ? []
        : [
            {
              alt: zh
                ? `“${name}”各特征与全行均值的差距：${seen.portrait.map((each) => `${segmentFeatureLabel(each.feature, locale)} ${format.number(each.standardScore)}`).join('，')} 个标准差。`
                : `Bars: how far “${name}” lies from the mean of the bank, in standard deviations: ${seen.portrait.map((each) => `${segmentFeatureLabel(each.feature, locale)} ${format.number(each.standardScore)}`).join('; ')}.`,
              spec: portraitChart({
                features: seen.portrait.map(({ feature, standardScore }) => ({
                  label: segmentFeatureLabel(feature, locale),
                  standardScore,
                })),
                locale,
              }),
            },
          ],
    actions: [
      { label: zh ? '其中的流失风险' : 'Who is at risk', command: `at-risk segment="${name}"` },
      { label: zh ? '其中最有价值的客户' : 'Most valuable', command: `top segment="${name}"` },
      ...(typical === undefined
        ? []
        : [
            {
              label: zh ? '典型客户' : 'Typical customer',
              command: `customer ${typical.externalId}`,
            },
          ]),
      {
        label: zh ? '全部客群' : 'All segments',
        command:
          segment.segmentation === mainSegmentation
            ? 'segments'
            : `segments by ${segment.segmentation}`,
      },
    ],
    visibility: typical === undefined ? 'channel' : 'asker',
  };
}

function beside(value: number, ofAll: number, format: Format, locale: 'en' | 'zh'): string {
  return locale === 'zh'
    ? `${format.money(value)}（总体 ${format.money(ofAll)}）`
    : `${format.money(value)} (all: ${format.money(ofAll)})`;
}

function apartInWords(portrait: readonly Feature[], format: Format, locale: 'en' | 'zh'): string[] {
  const strongest = portrait
    .filter(({ standardScore }) => Math.abs(standardScore) >= telling)
    .slice(0, 3);
  if (strongest.length === 0) return [];
  const told = strongest.map(({ feature, mean, bankMean, standardScore }) => {
    const label = segmentFeatureLabel(feature, locale);
    const own = segmentFeatureMean(feature, mean, format);
    const bank = segmentFeatureMean(feature, bankMean, format);
    if (locale === 'zh') {
      return `${label}${Math.abs(standardScore) >= 1 ? '远' : '较'}${standardScore > 0 ? '高' : '低'}（平均 ${own}，全行 ${bank}）`;
    }
    const degree = Math.abs(standardScore) >= 1 ? 'much ' : '';
    return `${label.toLowerCase()} ${degree}${standardScore > 0 ? 'higher' : 'lower'} (${own} on average, the bank ${bank})`;
  });
  return [
    locale === 'zh' ? `特点：${told.join('；')}。` : `What sets it apart: ${told.join('; ')}.`,
  ];
}

function productsInWords(
  { products, share, customers }: SegmentSeen,
  format: Format,
  locale: 'en' | 'zh',
): string[] {
  if (products.length === 0) return [];
  const told = products.slice(0, usualProducts).map(({ product, inSegment, inAll }) => {
    const name = productNames[product][locale];
    const own = format.percent(inSegment / share.customers);
    const all = format.percent(inAll / customers);
    return locale === 'zh' ? `${name} ${own}（总体 ${all}）` : `${name} ${own} (all: ${all})`;
  });
  return [locale === 'zh' ? `持有产品：${told.join('，')}。` : `They hold: ${told.join(', ')}.`];
}

function movementInWords(
  movement: Flows | undefined,
  format: Format,
  locale: 'en' | 'zh',
): string[] {
  if (movement === undefined) return [];
  const since = format.day(movement.since);
  const zh = locale === 'zh';
  const counted = (flows: Flows['cameIn'], none: string) => {
    const total = flows.reduce((sum, { customers }) => sum + customers, 0);
    const parts = flows.slice(0, 3).map(({ id, names, customers }) => {
      const other = id === null ? none : segmentName({ names }, locale);
      return `${other} ${format.number(customers)}`;
    });
    const said =
      parts.length === 0 ? '' : zh ? `（${parts.join('，')}）` : ` (${parts.join('; ')})`;
    return { total: format.number(total), said };
  };
  const came = counted(movement.cameIn, zh ? '新客户' : 'in none before');
  const went = counted(movement.wentOut, zh ? '已离开' : 'in none now');
  return [
    zh
      ? `自${since}以来：流入 ${came.total} 位${came.said}，流出 ${went.total} 位${went.said}，留下 ${format.number(movement.stayed)} 位。`
      : `Since ${since}: ${came.total} came in${came.said}, ${went.total} went out${went.said}, ${format.number(movement.stayed)} stayed.`,
  ];
}

function portraitTable(portrait: readonly Feature[], format: Format, locale: 'en' | 'zh'): Table {
  const zh = locale === 'zh';
  return {
    columns: [
      { label: zh ? '特征' : 'Feature', align: 'start' },
      { label: zh ? '客群均值' : 'Segment', align: 'end' },
      { label: zh ? '全行均值' : 'Bank', align: 'end' },
    ],
    rows: portrait.map(({ feature, mean, bankMean }) => [
      segmentFeatureLabel(feature, locale),
      segmentFeatureMean(feature, mean, format),
      segmentFeatureMean(feature, bankMean, format),
    ]),
  };
}
