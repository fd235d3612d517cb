import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import {
  type EventsMeasured,
  type Leavers,
  type MeasuredRule,
  measureEvents,
} from '../../../scoring/events/measure-events.ts';
import { champion } from '../../../store/models/champion.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Reply } from '../../reply.ts';
import { monthsInWords } from '../../wording/customer-words.ts';

/** Of fewer customers, a share says little. */
const fewestTold = 30;

/**
 * How the rules for events did in the bank's past: how many a week, and how many of those customers left within the churn
 * horizon, against those without. `data`: `kind`, `rules` (by `kind`, with `lacking`, `weekly`, and `withEvent` and `without` of
 * `customers` and `left`), the `days` tried, and how many customers were `sampled`.
 */
export async function eventsCard(
  context: CommandContext,
): Promise<{ reply: Reply; data: Record<string, unknown> }> {
  const { store, config, run, bank } = context;
  const measured = await measureEvents(store.bankWide, {
    rules: config.events,
    asOf: run.asOf,
    timezone: bank.timezone,
    horizonMonths: run.churnHorizonMonths,
    dormantDays: await silenceThatLeaves(context),
  });
  return { reply: cardReply(context, measured), data: { kind: 'events', ...measured } };
}

/** The silence that the churn model takes for leaving, in days; null where it goes by closing alone. */
async function silenceThatLeaves({ store, config, run }: CommandContext): Promise<number | null> {
  const model = await champion(store.db, 'churn');
  const { data } = churnCardShape.safeParse(model?.card);
  if (data === undefined) return config.churn.definition === 'dormant' ? run.dormantDays : null;
  return data.definition.definition === 'dormant' ? data.definition.dormantDays : null;
}

function cardReply(context: CommandContext, measured: EventsMeasured): Reply {
  const { say, format, locale, run } = context;
  const { rules, days, sampled } = measured;
  const within = monthsInWords(run.churnHorizonMonths, locale);
  const [first] = days;
  return {
    title: say('events-card.title'),
    summary: summaryOf(context, measured, within),
    facts: [],
    table: {
      columns: [
        { label: say('events-card.columns.event'), align: 'start' },
        { label: say('events-card.columns.weekly'), align: 'end' },
        { label: say('events-card.columns.customers'), align: 'end' },
        { label: say('events-card.columns.left'), align: 'end' },
        { label: say('events-card.columns.without'), align: 'end' },
      ],
      rows: rules.map(({ kind, weekly, withEvent, without }) => [
        say(`event-words.names.${kind}`),
        weekly === null ? '–' : format.fixed(weekly, 1),
        withEvent === null ? '–' : format.number(withEvent.customers),
        shareInWords(withEvent, context),
        shareInWords(without, context),
      ]),
    },
    details: [
      ...(first === undefined
        ? [say('events-card.noPast', { within })]
        : [
            say('events-card.how', {
              days: format.list(days.map((day) => format.day(day))),
              within,
            }),
            say('events-card.maturities'),
          ]),
      ...(sampled.customers < sampled.of
        ? [say('events-card.sampled', { customers: sampled.customers, of: sampled.of })]
        : []),
      ...rules.flatMap(({ kind, lacking }) =>
        lacking === null
          ? []
          : [
              say('events-card.lacking', {
                event: say(`event-words.names.${kind}`),
                why: say(`events-card.lacks.${lacking}`),
              }),
            ],
      ),
      say('customer-words.asOf', { day: format.day(run.asOf) }),
    ],
    charts: [],
    actions: [
      { label: say('model-card.names.churn'), command: 'model churn' },
      { label: say('at-risk-digest.actions.wholeList'), command: 'at-risk' },
    ],
    visibility: 'channel',
  };
}

const shareOf = ({ customers, left }: Leavers) => left / customers;

function shareInWords(leavers: Leavers | null, { format }: CommandContext): string {
  return leavers === null || leavers.customers === 0 ? '–' : format.percent(shareOf(leavers));
}

/** Which event went with leaving most, of those that enough customers had. */
function summaryOf(
  { say, format }: CommandContext,
  { rules, days }: EventsMeasured,
  within: string,
): string {
  if (days.length === 0) return say('events-card.summary.noPast');
  const [most] = rules
    .flatMap(({ kind, withEvent, without }: MeasuredRule) =>
      withEvent === null ||
      without === null ||
      withEvent.customers < fewestTold ||
      without.left === 0
        ? []
        : [{ kind, share: shareOf(withEvent), others: shareOf(without) }],
    )
    .filter(({ share, others }) => share > others)
    .sort((a, b) => b.share / b.others - a.share / a.others);
  if (most === undefined) return say('events-card.summary.none', { fewest: fewestTold });
  return say('events-card.summary.most', {
    event: say(`event-words.names.${most.kind}`),
    share: format.percent(most.share),
    others: format.percent(most.others),
    within,
  });
}
