import { choiceOfKChart } from '../../../charts/choice-of-k-chart.ts';
import { dendrogramChart } from '../../../charts/dendrogram-chart.ts';
import type { Format } from '../../../language/format.ts';
import type { Locale } from '../../../language/locale.ts';
import { type Names, nameIn } from '../../../language/names.ts';
import type { SegmentationCard } from '../../../scoring/segments/segment-card.ts';
import type { SegmentMovement } from '../../../store/segments/segment-movement.ts';
import { mainSegmentation } from '../../../store/segments/segmentation.ts';
import { adjustedRandIndex } from '../../../valuation/index.ts';
import { methodNames, type SegmentationWords } from '../../arguments/segmentation-lookup.ts';
import type { Chart, Reply } from '../../reply.ts';

/** What the card tells of. `names` are today's, by segment number; `others` the run's other cuts. */
export type SegmentsCard = {
  cut: SegmentationWords;
  card: SegmentationCard;
  names: ReadonlyMap<number, Names>;
  movement: SegmentMovement | undefined;
  others: readonly SegmentationWords[];
};

/** The card of a cut: how well its segments are apart, and what became of those before. */
export function segmentsCardReply(
  { cut, card, names, movement, others }: SegmentsCard,
  format: Format,
  locale: Locale,
): Reply {
  const zh = locale === 'zh';
  const main = cut.id === mainSegmentation;
  const fact = (en: string, chinese: string, value: string) => ({
    label: zh ? chinese : en,
    value,
  });
  const method = methodNames[card.method][locale];
  const count = card.segments.length;
  const ofCustomers = format.number(card.customers);
  const name = ({ number, name: fitted }: SegmentationCard['segments'][number]) =>
    nameIn(names.get(number) ?? fitted, locale);
  const title = zh ? '客户分群模型' : 'Segmentation';
  const agreement = movement === undefined ? null : agreementOf(movement);
  return {
    title: main
      ? title
      : zh
        ? `${title}：按${nameIn(cut.name, locale)}`
        : `${title} by ${nameIn(cut.name, locale)}`,
    summary: zh
      ? `${ofCustomers} 位客户分为 ${count} 个客群（${method}）。${apartInWords(card, locale)}`
      : `${ofCustomers} ${card.customers === 1 ? 'customer' : 'customers'} in ${count === 1 ? 'one segment' : `${count} segments`} by ${method}. ${apartInWords(card, locale)}`,
    facts: [
      fact('Method', '方法', method),
      fact('Cut anew on data as of', '最近一次划分的数据截至', format.day(card.asOf)),
      fact('Customers', '客户数', ofCustomers),
      ...(card.silhouette === null
        ? []
        : [
            fact(
              'Silhouette (−1 to 1, 1 is best)',
              '轮廓系数（−1 至 1，1 最佳）',
              card.silhouette.toFixed(2),
            ),
          ]),
      ...(card.daviesBouldin === null
        ? []
        : [
            fact(
              'Davies–Bouldin index (0 is best)',
              'Davies–Bouldin 指数（0 最佳）',
              card.daviesBouldin.toFixed(2),
            ),
          ]),
      ...(agreement === null
        ? []
        : [
            fact(
              'Agreement with the run before',
              '与上次估值的一致程度',
              zh
                ? `${agreement.toFixed(2)}（调整兰德指数，1 为完全相同）`
                : `${agreement.toFixed(2)} (adjusted Rand index, 1 is the same)`,
            ),
          ]),
    ],
    details: [
      ...changesInWords(card, format, locale),
      zh
        ? '表中的距离以标准差计：“群内”为客户到本群中心的平均距离，“群间”为到最近的另一群中心的距离。'
        : 'Distances are in standard deviations: “within” from a customer to the middle of their segment on average, “next” from there to the middle of the nearest other segment.',
    ],
    table: {
      columns: [
        { label: zh ? '编号' : 'No.', align: 'end' },
        { label: zh ? '客群' : 'Segment', align: 'start' },
        { label: zh ? '客户数' : 'Customers', align: 'end' },
        { label: zh ? '群内' : 'Within', align: 'end' },
        { label: zh ? '群间' : 'Next', align: 'end' },
      ],
      rows: card.segments.map((segment, at) => {
        const others = segment.between.filter((_, other) => other !== at);
        return [
          String(segment.number),
          name(segment),
          format.number(segment.size),
          segment.within.toFixed(2),
          others.length === 0 ? '–' : Math.min(...others).toFixed(2),
        ];
      }),
    },
    charts: chartsOf(card, format, locale),
    actions: [
      {
        label: zh ? '查看客群' : 'Show the segments',
        command: main ? 'segments' : `segments by ${cut.id}`,
      },
      ...others.map((other) => ({
        label:
          other.id === mainSegmentation
            ? zh
              ? '主要分群模型'
              : 'Main segmentation'
            : zh
              ? `模型：按${nameIn(other.name, locale)}`
              : `Model: by ${nameIn(other.name, locale)}`,
        command: other.id === mainSegmentation ? 'model segments' : `model segments ${other.id}`,
      })),
      { label: zh ? '流失模型' : 'Churn model', command: 'model churn' },
      { label: zh ? '客户价值模型' : 'Lifetime value model', command: 'model clv' },
    ],
    visibility: 'channel',
  };
}

/** The silhouette in words, after Kaufman and Rousseeuw (Finding Groups in Data, 1990, table 4). */
function apartInWords({ method, silhouette }: SegmentationCard, locale: Locale): string {
  const zh = locale === 'zh';
  if (method === 'rules') {
    return zh
      ? '它们由银行的规则划分，而非按相似程度，因此下列指标只说明群内客户有多相似。'
      : "They follow the bank's rules rather than likeness, so the measures only tell how alike their customers are.";
  }
  if (silhouette === null) {
    return zh
      ? '客户彼此没有足够的差异，无法再分。'
      : 'Customers do not differ enough to be told apart further.';
  }
  const share = silhouette.toFixed(2);
  if (silhouette > 0.7)
    return zh ? `各群泾渭分明（${share}）。` : `They lie clearly apart (silhouette ${share}).`;
  if (silhouette > 0.5)
    return zh ? `各群分得较开（${share}）。` : `They lie well apart (silhouette ${share}).`;
  if (silhouette > 0.25)
    return zh
      ? `各群有别，但边界处有重叠（${share}）。`
      : `They differ, and overlap at their edges (silhouette ${share}).`;
  return zh
    ? `各群之间过渡平缓，边界处的客户也可归入邻群（${share}）。`
    : `They shade into each other: a customer at the edge could as well be in the next one (silhouette ${share}).`;
}

/** What became of the segments of the fit before. */
function changesInWords(
  { changes, asOf }: SegmentationCard,
  format: Format,
  locale: Locale,
): string[] {
  const zh = locale === 'zh';
  const on = format.day(asOf);
  if (changes === null) {
    return [
      zh
        ? '这是第一次划分，没有可比较的上一次。'
        : 'These are the first segments, so there are none before to compare them with.',
    ];
  }
  const { kept, births, deaths, splits, merges, adjustedRandIndex: index } = changes;
  const quoted = (name: Names) => `“${nameIn(name, locale)}”`;
  const list = (some: readonly Names[]) => format.list(some.map(quoted));
  const events = [
    ...(births.length === 0 ? [] : [zh ? `新增${list(births)}` : `new: ${list(births)}`]),
    ...(deaths.length === 0 ? [] : [zh ? `不复存在：${list(deaths)}` : `no more: ${list(deaths)}`]),
    ...splits.map(({ from, into }) =>
      zh ? `${quoted(from)}分成了${list(into)}` : `${quoted(from)} split into ${list(into)}`,
    ),
    ...merges.map(({ from, into }) =>
      zh ? `${list(from)}合并为${quoted(into)}` : `${list(from)} merged into ${quoted(into)}`,
    ),
  ];
  const all = deaths.length === 0;
  const same = zh
    ? all
      ? `原有的 ${kept} 个客群都保持不变`
      : `${kept} 个客群保持不变`
    : all
      ? `all ${kept} segments of before are still themselves`
      : `${kept} ${kept === 1 ? 'segment is still itself' : 'segments are still themselves'}`;
  const told = [same, ...events];
  return [
    zh
      ? `${on}重新划分：${told.join('；')}。`
      : `When they were cut anew as of ${on}: ${told.join('; ')}.`,
    ...(index === null ? [] : [stabilityInWords(index, locale)]),
  ];
}

function stabilityInWords(index: number, locale: Locale): string {
  const zh = locale === 'zh';
  const figure = index.toFixed(2);
  const word =
    index >= 0.95
      ? { en: 'customers are grouped practically as before', zh: '客户的归群与之前几乎相同' }
      : index >= 0.8
        ? { en: 'customers are grouped mostly as before', zh: '客户的归群与之前大体相同' }
        : index >= 0.5
          ? { en: 'customers are grouped partly as before', zh: '客户的归群与之前部分相同' }
          : {
              en: 'customers are grouped otherwise than before, so compare with care',
              zh: '客户的归群与之前差别较大，请谨慎比较',
            };
  return zh
    ? `与再之前的划分相比，${word.zh}（调整兰德指数 ${figure}）。`
    : `Against the segments before that, ${word.en} (adjusted Rand index ${figure}).`;
}

/** The adjusted Rand index of who was together at the run before and who is now; null where nobody was in both. */
function agreementOf({ flows }: SegmentMovement): number | null {
  const both = flows.filter(({ fromId, toId }) => fromId !== null && toId !== null);
  const from = [...new Set(both.map(({ fromId }) => fromId))];
  const to = [...new Set(both.map(({ toId }) => toId))];
  const table = new Float64Array(from.length * to.length);
  for (const { fromId, toId, customers } of both) {
    table[from.indexOf(fromId) * to.length + to.indexOf(toId)] = customers;
  }
  return adjustedRandIndex(table, to.length);
}

function chartsOf(
  { choice, dendrogram, segments }: SegmentationCard,
  format: Format,
  locale: Locale,
): Chart[] {
  const zh = locale === 'zh';
  const charts: Chart[] = [];
  const told = (choice?.candidates ?? []).flatMap(({ k, silhouette }) =>
    silhouette === null ? [] : [`${k} ${silhouette.toFixed(2)}`],
  );
  if (choice !== null && told.length > 0) {
    charts.push({
      alt: zh
        ? `各客群数的轮廓系数：${told.join('，')}；选用 ${choice.k} 个。`
        : `Lines: silhouette by number of segments (${told.join('; ')}), and the spread left within them; ${choice.k} were chosen.`,
      spec: choiceOfKChart({ ...choice, locale }),
    });
  }
  if (dendrogram?.some(({ height }) => height > 0)) {
    const customers = dendrogram[0]?.customers ?? 0;
    charts.push({
      alt: zh
        ? `树状图：${format.number(customers)} 位抽样客户如何逐步合并，切成 ${segments.length} 个客群。`
        : `Dendrogram: how ${format.number(customers)} sampled customers join step by step, cut into ${segments.length} segments.`,
      spec: dendrogramChart({ nodes: dendrogram, segments: segments.length, locale }),
    });
  }
  return charts;
}
