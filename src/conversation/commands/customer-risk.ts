import { rankingChart } from '../../charts/ranking-chart.ts';
import { nameIn } from '../../language/names.ts';
import type { RiskConfig } from '../../settings/risk.ts';
import { type CustomerCard, customerCard } from '../../store/customers/customer-card.ts';
import { roles } from '../../store/kinds.ts';
import { customerAttributes } from '../../store/risk/risk-facts.ts';
import { customer, customerInSlashForm } from '../arguments/customer.ts';
import { type CommandContext, defineCommand } from '../command.ts';
import { type DefaultRisk, defaultRisk } from '../default-risk.ts';
import type { Reply } from '../reply.ts';
import { claimOf } from '../understanding/asked-form.ts';
import { answerFirst } from '../wording/answer-words.ts';
import { customerName, customerTitle } from '../wording/customer-words.ts';
import { plainReply } from '../wording/fallback-replies.ts';

const changesShown = 4;

/**
 * How likely a customer defaults by the bank's own network, where the config turns it on. `data`: `customer` (the bank's id),
 * `probabilityOfDefault` 0–1 or null where it is off, `evidence` (the state of each variable that is known), `missing` (those that
 * are not), `ofTheBank` (the probability of a customer of whom nothing is known), `changes` (`variable`, `state` and the
 * `probability` if that alone were otherwise), `cases` that the tables were learnt from, `asConfigured` (rows that keep the config's figures, for
 * too few cases beyond the asker's customers are in them), `purpose` as the config states it; `asOf`.
 */
export default defineCommand({
  intent: 'customer.risk',
  group: 'one-customer',
  arguments: { customer: customer() },
  allowed: roles,
  async run(context, { customer: id }) {
    const { store, scope, run, config, say } = context;
    const card = await customerCard(store.db, scope, run.id, id);
    const attributes = await customerAttributes(store.db, scope, id);
    if (card === undefined || attributes === undefined)
      throw new Error('A customer left the scope while being read.');
    const { risk } = config;
    if (risk === undefined) {
      const off = answerFirst(
        claimOf(context.asked, ['default']) && say('answers.defaultNotKnown'),
        say('customer-risk.off.summary'),
        context,
      );
      return {
        reply: plainReply(say('customer-risk.off.title'), off, [
          {
            label: say('customer-risk.actions.value'),
            command: `customer ${customerInSlashForm(card.externalId)}`,
          },
        ]),
        data: { customer: card.externalId, probabilityOfDefault: null, evidence: {} },
        seen: [card.id],
      };
    }
    const found = await defaultRisk(context, risk, attributes, card.value);
    const { probability, ...rest } = found;
    return {
      reply: riskReply(context, card, risk, found),
      data: {
        customer: card.externalId,
        probabilityOfDefault: probability,
        ...rest,
        purpose: risk.purpose,
        asOf: run.asOf,
      },
      seen: [card.id],
    };
  },
});

function riskReply(
  context: CommandContext,
  card: CustomerCard,
  risk: RiskConfig,
  { probability, ofTheBank, evidence, missing, changes, cases, asConfigured }: DefaultRisk,
): Reply {
  const { locale, run, say, format, bank, asked } = context;
  const name = customerName(card, locale);
  const called = (variable: string) => {
    const names = risk.variables[variable]?.name ?? {};
    return Object.keys(names).length === 0 ? variable : nameIn(names, locale);
  };
  const known = Object.entries(evidence);
  const chances = { risk: format.percent(probability), bank: format.percent(ofTheBank) };
  const shown = changes.slice(0, changesShown);
  const otherwise = ({ variable, state }: DefaultRisk['changes'][number]) =>
    say('customer-risk.otherwise', { variable: called(variable), state });
  return {
    title: say('customer-risk.title', { customer: customerTitle(card, locale) }),
    summary:
      claimOf(asked, ['default']) === undefined || known.length === 0
        ? answerFirst(
            claimOf(asked, ['default']) === undefined ? undefined : say('answers.defaultNotKnown'),
            say(
              known.length === 0 ? 'customer-risk.summary.nothing' : 'customer-risk.summary.known',
              {
                name,
                ...chances,
              },
            ),
            context,
          )
        : say('answers.default', { yes: probability >= 0.5 ? 'yes' : 'no', ...chances }),
    facts: [
      { label: say('customer-risk.facts.risk'), value: format.percent(probability) },
      { label: say('customer-risk.facts.bank'), value: format.percent(ofTheBank) },
      ...known.map(([variable, state]) => ({ label: called(variable), value: state })),
    ],
    details: [
      ...(missing.length === 0
        ? []
        : [say('customer-risk.missing', { variables: format.list(missing.map(called)) })]),
      ...shown.map((change) =>
        say('customer-risk.change', {
          otherwise: otherwise(change),
          risk: format.percent(change.probability),
        }),
      ),
      cases === 0
        ? say('customer-risk.tables.given')
        : say('customer-risk.tables.learnt', { cases }),
      ...(asConfigured === 0 ? [] : [say('customer-risk.tables.few', { count: asConfigured })]),
      say('customer-risk.purpose', { purpose: risk.purpose }),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts:
      shown.length === 0
        ? []
        : [
            {
              alt: say('customer-risk.chart.alt', { name, risk: format.percent(probability) }),
              spec: rankingChart({
                bars: [
                  { label: say('customer-risk.chart.today'), value: probability },
                  ...shown.map((change) => ({
                    label: otherwise(change),
                    value: change.probability,
                  })),
                ],
                title: say('customer-risk.chart.title'),
                format: 'percent',
                currency: bank.currency,
                locale,
              }),
            },
          ],
    actions: [
      {
        label: say('customer-risk.actions.value'),
        command: `customer ${customerInSlashForm(card.externalId)}`,
      },
    ],
    visibility: 'asker',
  };
}
