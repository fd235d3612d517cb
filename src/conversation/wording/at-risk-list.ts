import { riskChart } from '../../charts/risk-chart.ts';
import type { Say } from '../../language/messages.ts';
import type { DigestFilters } from '../../store/digests/digest-filters.ts';
import type { CustomerStep } from '../../store/playbooks/steps.ts';
import type { RankedCustomer } from '../../store/rankings/ranked-customer.ts';
import { customerInSlashForm } from '../arguments/customer.ts';
import { commandHeldTo } from '../arguments/held-command.ts';
import { type Horizon, horizonInWords } from '../asked-horizon.ts';
import type { CommandContext } from '../command.ts';
import type { Action, Reply } from '../reply.ts';
import { churnInWords } from './churn-words.ts';
import { customerName, monthsInWords } from './customer-words.ts';
import { reasonSentence, tells } from './feature-words.ts';
import { stakeInWords } from './money-words.ts';
import type { Persuaded } from './persuadable.ts';
import { wordsOfStep } from './step-words.ts';

const chartBars = 15;
const buttons = 3;

/**
 * Table, chart and buttons of a list of customers who may leave, each with its foremost reason for leaving.
 * @param also.asked the chance of leaving within another time, where the question names one
 * @param also.persuaded by how much a contact raises each chance to stay, where the list goes by that
 * @param also.steps what to do next by the customer's id in the store; unless given, the table has no column for it
 * @param also.risks what to say of a customer's risk, by their id in the store, where more is said than the figure
 * @param also.takers who looks after a customer, by the customer's id in the store; unless given, there is no column for it
 * @param also.rowActions the buttons of a customer's row
 */
export function riskReplyParts(
  listed: readonly RankedCustomer[],
  context: CommandContext,
  said: DigestFilters = {},
  {
    asked,
    persuaded,
    steps = new Map(),
    risks = new Map(),
    takers = new Map(),
    rowActions,
  }: {
    asked?: { horizon: Horizon; of(probability: number): number } | undefined;
    persuaded?: Persuaded | undefined;
    steps?: ReadonlyMap<number, CustomerStep>;
    risks?: ReadonlyMap<number, string>;
    takers?: ReadonlyMap<number, string>;
    rowActions?: (customer: RankedCustomer) => Action[];
  } = {},
): Pick<Reply, 'table' | 'charts' | 'actions' | 'details'> {
  const { locale, bank, run, say, format } = context;
  const [first] = listed;
  const name = (customer: RankedCustomer) => customerName(customer, locale);
  const risk = (customer: RankedCustomer) => churnInWords(customer, format, locale, 'short');
  const refused = listed.filter(({ doNotContact }) => doNotContact);
  return {
    details: [
      ...(refused.length === 0
        ? []
        : [
            say('at-risk-list.doNotContact', {
              customers: format.list(refused.map((each) => name(each))),
            }),
          ]),
      ...(asked === undefined
        ? []
        : [
            say('asked-horizon.list', {
              own: monthsInWords(run.churnHorizonMonths, locale),
              asked: horizonInWords(asked.horizon, context),
            }),
          ]),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    table: {
      columns: [
        { label: say('at-risk-list.columns.customer'), align: 'start' },
        { label: say('at-risk-list.columns.id'), align: 'start' },
        { label: say('at-risk-list.columns.atStake'), align: 'end' },
        { label: say('at-risk-list.columns.churn'), align: 'end' },
        ...(asked === undefined
          ? []
          : [{ label: horizonInWords(asked.horizon, context), align: 'end' as const }]),
        ...(persuaded === undefined
          ? []
          : [{ label: say('persuadable.column'), align: 'end' as const }]),
        { label: say('at-risk-list.columns.reason'), align: 'start' },
        ...(steps.size === 0
          ? []
          : [{ label: say('at-risk-list.columns.step'), align: 'start' as const }]),
        ...(takers.size === 0
          ? []
          : [{ label: say('at-risk-list.columns.taker'), align: 'start' as const }]),
      ],
      rows: listed.map((customer) => [
        name(customer),
        customer.externalId,
        stakeInWords(customer, context, 'short'),
        risks.get(customer.id) ?? risk(customer),
        ...(asked === undefined
          ? []
          : [
              customer.churnProbability === null
                ? '–'
                : format.percent(asked.of(customer.churnProbability)),
            ]),
        ...(persuaded === undefined ? [] : [keptByContact(customer, persuaded, context)]),
        mainReason(customer, say),
        ...(steps.size === 0 ? [] : [nextStep(customer, steps.get(customer.id), context)]),
        ...(takers.size === 0 ? [] : [takers.get(customer.id) ?? '']),
      ]),
      ...(rowActions === undefined ? {} : { rowActions: listed.map(rowActions) }),
    },
    charts:
      first === undefined
        ? []
        : [
            {
              alt: say('at-risk-list.chart', {
                customers: listed.length,
                customer: name(first),
                risk: risk(first),
              }),
              spec: riskChart({
                bars: listed.slice(0, chartBars).map((customer) => ({
                  label: name(customer),
                  probability: customer.churnProbability ?? 0,
                  valueAtStake: Math.max(0, customer.valueAtStake ?? 0),
                })),
                currency: bank.currency,
                locale,
              }),
            },
          ],
    actions: [
      ...listed.slice(0, buttons).map((customer) => ({
        label: say('at-risk-list.actions.why', { customer: name(customer) }),
        command: `why ${customerInSlashForm(customer.externalId)}`,
      })),
      { label: say('at-risk-list.actions.top'), command: commandHeldTo('top', said) },
    ],
  };
}

function keptByContact(
  { id }: RankedCustomer,
  { uplift }: Persuaded,
  { say, format }: CommandContext,
): string {
  const points = uplift.get(id);
  return points === undefined
    ? '–'
    : say('persuadable.points', { points: format.number(100 * points) });
}

/** The reason that pushes a customer away the most; a dash where none does. */
export function mainReason({ churnReasons }: RankedCustomer, say: Say): string {
  const [strongest] = churnReasons
    .filter((reason) => reason.contribution > 0 && tells(reason))
    .sort((a, b) => b.contribution - a.contribution);
  return strongest === undefined ? '–' : reasonSentence(strongest, say);
}

function nextStep(
  customer: RankedCustomer,
  step: CustomerStep | undefined,
  context: CommandContext,
): string {
  return step === undefined ? '' : wordsOfStep(step, customer, context).step;
}
