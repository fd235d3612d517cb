import { pipelineChart } from '../../charts/pipeline-chart.ts';
import { todayIn } from '../../language/today.ts';
import { openStages, roles } from '../../store/kinds.ts';
import {
  type OpenOpportunity,
  openOpportunities,
  pipelineFigures,
} from '../../store/opportunities/open-opportunities.ts';
import { optional } from '../arguments/argument.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { filterEntities, filters, heldTo } from '../arguments/filters.ts';
import { place } from '../arguments/place.ts';
import { product } from '../arguments/product.ts';
import { stage } from '../arguments/stage.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { toRead } from '../export/exported.ts';
import { pipelineExport } from '../export/opportunities.ts';
import { type Pipeline, pipelineOf } from '../pipeline-figures.ts';
import type { Reply, Table } from '../reply.ts';
import { fewest } from '../small-groups.ts';
import { customerName } from '../wording/customer-words.ts';
import { helpAction, plainReply } from '../wording/fallback-replies.ts';
import { beyondListReply, endOfList, nextPage, type Page, pageTitle } from '../wording/pages.ts';

const listed = 15;
const buttons = 2;
const asked = {
  product: optional(product()),
  stage: optional(stage()),
  ...filters,
  from: place(),
};

/**
 * The open opportunities of the asker's customers, those that are to close first on top. `data`: `opportunities` with `customer`
 * (the bank's id), `name`, `product`, `stage`, `chance` of the stage (0 to 1, of the configuration), `amount`, `weighted` (amount
 * times chance), `closesOn` (ISO), `overdue`, `nextStep` and `owner`, null where not known; of all of them `count`, `amount`,
 * `weighted`, `unknown` (how many have no amount), `overdue` (`count`, `amount`), `stages` and `products`, these with what they
 * would bring `yearly` at the spread of the configuration (null without one); `from`, the place of the first; in `currency`.
 */
export default defineCommand({
  intent: 'pipeline',
  group: 'lists',
  arguments: asked,
  allowed: roles,
  async run(context, { product: ofProduct, stage: atStage, from, ...names }) {
    const { store, scope, run, config, bank, timezone, now } = context;
    const { filters: held, whose } = heldTo(context, names);
    const today = todayIn(timezone, now);
    // What is won or lost is not open.
    const open = openStages.find((each) => each === atStage);
    const of = { runId: run.id, filters: held, product: ofProduct, stage: open };
    // One more than are shown: whether there is a next page.
    const found = await openOpportunities(store.db, scope, of, {
      limit: listed + 1,
      offset: from - 1,
    });
    const items = found.slice(0, listed);
    const isMore = found.length > listed;
    const page: Page = {
      word: 'pipeline',
      arguments: asked,
      entities: { product: ofProduct, stage: open, ...filterEntities(names) },
      from,
      limit: listed,
    };
    const { groups, fewCustomers } = await pipelineFigures(store.db, scope, {
      ...of,
      today,
      fewest,
    });
    const pipeline = pipelineOf(groups, config);
    const chances = config.pipeline.stageChances;
    const isHeld = ofProduct !== undefined || open !== undefined;
    return {
      reply:
        items.length > 0
          ? list(context, { items, pipeline, whose, today, page, isMore })
          : from > 1
            ? beyondListReply(page, context)
            : nothing(context, whose, isHeld),
      data: {
        opportunities: items.map(({ id: _, customerId: __, externalId, ...each }) => ({
          customer: externalId,
          ...each,
          chance: chances[each.stage],
          weighted: each.amount === null ? null : each.amount * chances[each.stage],
          overdue: each.closesOn !== null && each.closesOn < today,
        })),
        ...pipeline,
        from,
        currency: bank.currency,
      },
      seen: [...new Set([...items.map(({ customerId }) => customerId), ...fewCustomers])],
      listed: { customers: items.map(({ customerId }) => customerId), from, limit: listed, isMore },
      ...(items.length === 0
        ? {}
        : {
            exported: async () =>
              pipelineExport(
                context,
                await openOpportunities(store.db, scope, of, {
                  limit: toRead(),
                  offset: from - 1,
                }),
              ),
          }),
    };
  },
});

/** That there is nothing open, and how to open something. */
const nothing = ({ say, locale }: CommandContext, whose: string, isHeld: boolean): Reply =>
  plainReply(
    say('pipeline.title'),
    say(isHeld ? 'pipeline.noneOf' : 'pipeline.none', { whose }),
    isHeld ? [{ label: say('pipeline.button'), command: 'pipeline' }] : [helpAction(locale)],
  );

function list(
  context: CommandContext,
  {
    items,
    pipeline,
    whose,
    today,
    page,
    isMore,
  }: {
    items: readonly OpenOpportunity[];
    pipeline: Pipeline;
    whose: string;
    today: string;
    page: Page;
    isMore: boolean;
  },
): Reply {
  const { say, format, locale, bank } = context;
  const { count, amount, weighted, unknown, overdue, stages } = pipeline;
  const more = count - (page.from - 1) - items.length;
  const first = [...new Map(items.map((each) => [each.externalId, each])).values()];
  return {
    title: pageTitle(
      page.from === 1
        ? say('findings.in', {
            finding: say('findings.pipeline', {
              count,
              weighted: format.money(weighted),
              overdue: overdue.count,
            }),
            whose,
          })
        : say('pipeline.title'),
      page,
      items.length,
      context,
    ),
    summary: say('pipeline.summary', {
      count,
      amount: format.money(amount),
      weighted: format.money(weighted),
      whose,
      overdue: overdue.count,
    }),
    facts: [],
    details: [
      ...endOfList(page, isMore, context),
      ...(overdue.count === 0
        ? []
        : [
            say('pipeline.overdueFirst', {
              overdue: overdue.count,
              amount: format.money(overdue.amount),
            }),
          ]),
      ...(unknown === 0 ? [] : [say('pipeline.unknownAmount', { count: unknown })]),
      ...byProduct(context, pipeline),
      say('pipeline.chances', {
        chances: format.list(
          stages.map(({ stage: at, chance }) =>
            say('pipeline.chanceOf', {
              stage: say(`history-words.stage.${at}`),
              chance: format.percent(chance),
            }),
          ),
        ),
      }),
      ...(more > 0 ? [say('pipeline.more', { more })] : []),
    ],
    table: { ...(page.from === 1 ? {} : { first: page.from }), ...table(context, items, today) },
    charts: [
      {
        alt: say('pipeline.chart', {
          stages: format.list(
            stages.map((each) =>
              say('pipeline.chartStage', {
                stage: say(`history-words.stage.${each.stage}`),
                count: each.count,
                amount: format.money(each.amount),
              }),
            ),
          ),
        }),
        spec: pipelineChart({
          stages: stages.map((each) => ({
            ...each,
            name: say(`history-words.stage.${each.stage}`),
          })),
          currency: bank.currency,
          locale,
        }),
      },
    ],
    actions: [
      ...first.slice(0, buttons).map((each) => ({
        label: say('pipeline.actions.brief', { customer: customerName(each, locale) }),
        command: `brief ${customerInSlashForm(each.externalId)}`,
      })),
      ...(overdue.count === 0 ? [] : [{ label: say('task-list.button'), command: 'tasks' }]),
      ...nextPage(page, isMore, context),
    ],
    visibility: 'asker',
  };
}

/** What may come of each product, and what it would bring a year where the configuration has its spread. */
function byProduct({ say, format, config }: CommandContext, { products }: Pipeline): string[] {
  const weighted = products.filter((each) => each.weighted > 0);
  if (weighted.length === 0) return [];
  const spreads = config.valuation.contribution.spread;
  const earning = weighted.filter(({ yearly }) => yearly !== null);
  const ofProduct = (product: (typeof products)[number]['product'], figure: string) =>
    say('pipeline.ofProduct', { product: say(`products.${product}`), weighted: figure });
  return [
    say('pipeline.byProduct', {
      products: format.list(
        weighted.map((each) => ofProduct(each.product, format.money(each.weighted))),
      ),
    }),
    ...(earning.length === 0
      ? []
      : [
          say('pipeline.yearly', {
            yearly: format.money(earning.reduce((sum, { yearly }) => sum + (yearly ?? 0), 0)),
            products: format.list(
              earning.map(({ product: of }) => ofProduct(of, format.percent(spreads[of] ?? 0))),
            ),
          }),
        ]),
  ];
}

function table(
  { say, format, locale, config }: CommandContext,
  items: readonly OpenOpportunity[],
  today: string,
): Table {
  const chances = config.pipeline.stageChances;
  const columns = ['customer', 'id', 'product', 'stage', 'amount', 'weighted', 'closes'] as const;
  return {
    columns: columns.map((column) => ({
      label: say(`pipeline.columns.${column}`),
      align: column === 'amount' || column === 'weighted' ? 'end' : 'start',
    })),
    rows: items.map((each) => [
      customerName(each, locale),
      each.externalId,
      say(`products.${each.product}`),
      say('pipeline.stageWithChance', {
        stage: say(`history-words.stage.${each.stage}`),
        chance: format.percent(chances[each.stage]),
      }),
      each.amount === null ? say('pipeline.unknown') : format.money(each.amount),
      each.amount === null ? '–' : format.money(each.amount * chances[each.stage]),
      closesInWords(each.closesOn, { say, format }, today),
    ]),
  };
}

function closesInWords(
  day: string | null,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
  today: string,
): string {
  if (day === null) return say('pipeline.noDay');
  return day < today ? say('pipeline.overdue', { day: format.day(day) }) : format.day(day);
}
