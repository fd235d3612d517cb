import { contributionChart } from '../../../charts/contribution-chart.ts';
import { trendChart } from '../../../charts/trend-chart.ts';
import type { EventKind } from '../../../store/kinds.ts';
import { customerInSlashForm } from '../../arguments/customer.ts';
import type { CommandContext } from '../../command-context.ts';
import type { Action, Chart, Reply } from '../../reply.ts';
import { customerSummary } from '../../wording/customer-summary.ts';
import { customerName, customerTitle } from '../../wording/customer-words.ts';
import { eventSentence } from '../../wording/event-words.ts';
import { reasonSentence } from '../../wording/feature-words.ts';
import { courseFinding } from '../../wording/findings.ts';
import { interactionInWords } from '../../wording/history-words.ts';
import { householdLine } from '../../wording/household-words.ts';
import { exclusionInWords, offerSentences, productName } from '../../wording/offer-words.ts';
import { lastOpinionSentence } from '../../wording/theme-words.ts';
import type { Brief } from './brief.ts';
import { briefFacts } from './facts.ts';
import { changeSentence, openSentences, raiseSentence } from './sentences.ts';
import { type Aspect, aspects, type Change } from './what-changed.ts';

/** Changes that an event tells, too. */
const asEvent: Partial<Record<Change['what'], EventKind>> = {
  incomeStopped: 'income',
  deposit: 'inflow',
  withdrawal: 'outflow',
  complaint: 'complaint',
};

type Section = { heading: string; sentences: readonly string[] };

/** The brief as one page: what is open, what to raise, what changed, what to offer and what not, then who they are. */
export function briefReply(context: CommandContext, brief: Brief): Reply {
  const { locale, say } = context;
  const { card } = brief.figures;
  const lines: string[] = card.doNotContact
    ? [say('customer-words.doNotContact', { name: customerName(card, locale) })]
    : [];
  const headings: number[] = [];
  for (const { heading, sentences } of sections(context, brief)) {
    if (sentences.length === 0) continue;
    headings.push(lines.length);
    lines.push(heading, ...sentences);
  }
  return {
    title: say('customer-brief.title', { customer: customerTitle(card, locale) }),
    summary: customerSummary(context, card),
    facts: briefFacts(context, brief),
    details: lines,
    headings,
    detailsFirst: true,
    charts: charts(context, brief),
    actions: actions(context, brief),
    visibility: 'asker',
  };
}

function contactSentence(context: CommandContext, { history }: Brief): string {
  const { say } = context;
  return history.lastContact === null
    ? say('customer-brief.contact.never')
    : say('customer-brief.contact.last', {
        contact: interactionInWords(history.lastContact, context),
      });
}

function sections(context: CommandContext, brief: Brief): Section[] {
  const { say, format, run } = context;
  const { figures, since, raise, offers, complaints, said, related } = brief;
  const household = householdLine(related, context);
  const [next] = offers.offers;
  const notToOffer = offers.excluded.filter(({ because }) => because !== 'held');
  return [
    {
      heading: say('customer-brief.headings.open'),
      sentences: openSentences(context, brief),
    },
    {
      heading: say('event-words.heading'),
      sentences: figures.events.map((event) => eventSentence(event, context)),
    },
    {
      heading: say('customer-brief.headings.raise', { count: raise.length }),
      sentences: raise.map((each, i) =>
        raiseSentence(context, { each, rank: i + 1, card: figures.card, offer: next }),
      ),
    },
    {
      heading: say('customer-brief.headings.since', { day: format.day(since.day) }),
      sentences: changeSentences(context, brief),
    },
    ...(next === undefined
      ? []
      : [
          {
            heading: say('customer-brief.headings.offer', {
              product: productName(next, context),
              complaints: complaints.length,
            }),
            sentences: offerSentences([next], context),
          },
        ]),
    {
      heading: say('customer-brief.headings.notToOffer'),
      sentences: notToOffer.map((each) => exclusionInWords(each, context)),
    },
    {
      heading: say('customer-brief.headings.who'),
      sentences: [
        contactSentence(context, brief),
        ...(said === undefined ? [] : [lastOpinionSentence(said, context)]),
        ...(household === undefined ? [] : [household]),
        say('customer-words.asOf', { day: format.day(run.asOf) }),
      ],
    },
  ];
}

function changeSentences(context: CommandContext, brief: Brief): string[] {
  const { say, format } = context;
  const { departed, changed, reasons } = brief;
  const events = new Set<string>(brief.figures.events.map(({ kind }) => kind));
  const told = [
    ...changed
      // What is not resolved stands under what is open, and what happened lately by itself.
      .filter((change) => change.what !== 'complaint' || change.resolved)
      .filter(({ what }) => !events.has(asEvent[what] ?? ''))
      .map((change) => changeSentence(change, context)),
    ...(reasons.length === 0
      ? []
      : [
          say('customer-brief.changes.reasons'),
          ...reasons.map((reason) => reasonSentence(reason, say)),
        ]),
  ];
  if (told.length > 0 || changed.length > 0) return told;
  // Of who has left, the silence says it all.
  return departed === null ? unchanged(brief, { say, format }) : [];
}

/** That nothing changed, as far as it can be known: what was not compared is not called unchanged. */
function unchanged(
  { compared }: Pick<Brief, 'compared'>,
  { say, format }: Pick<CommandContext, 'say' | 'format'>,
): string[] {
  const named = (all: readonly Aspect[]) =>
    format.list(all.map((aspect) => say('customer-brief.aspect', { aspect })));
  const unknown = aspects.filter((aspect) => !compared.includes(aspect));
  if (unknown.length === 0) return [say('customer-brief.changes.none')];
  return [
    ...(compared.length === 0
      ? []
      : [say('customer-brief.changes.same', { aspects: named(compared) })]),
    say('customer-brief.changes.unknown', { aspects: named(unknown) }),
  ];
}

/** The balance by month where it is known, else what the customer brought in. */
function charts(context: CommandContext, { figures, months }: Brief): Chart[] {
  const { locale, bank, say, format } = context;
  const name = customerName(figures.card, locale);
  const points = months.flatMap(({ month, balance }) =>
    balance === null ? [] : [{ month, value: balance }],
  );
  const [first, last] = [points[0], points.at(-1)];
  if (first !== undefined && last !== undefined && points.length > 1) {
    const alt = say('customer-brief.chart.balance', {
      name,
      from: format.month(first.month),
      to: format.month(last.month),
      first: format.money(first.value),
      last: format.money(last.value),
    });
    const title =
      courseFinding(context, 'balance', points) ??
      say('customer-trend.metric', { metric: 'balance' });
    return [
      {
        alt,
        spec: trendChart({ points, title, format: 'money', currency: bank.currency, locale }),
      },
    ];
  }
  const [from, to] = [figures.months[0], figures.months.at(-1)];
  if (from === undefined || to === undefined) return [];
  const alt = say('customer-brief.chart.contribution', {
    name,
    from: format.month(from.month),
    to: format.month(to.month),
    total: format.money(figures.months.reduce((sum, { contribution }) => sum + contribution, 0)),
  });
  const spec = contributionChart({ months: figures.months, currency: bank.currency, locale });
  return [{ alt, spec }];
}

function actions({ say }: CommandContext, { figures: { card }, departed }: Brief): Action[] {
  const id = customerInSlashForm(card.externalId);
  return [
    { label: say('customer-brief.actions.value'), command: `customer ${id}` },
    ...(card.value?.churnProbability == null || departed !== null
      ? []
      : [{ label: say('customer-brief.actions.why'), command: `why ${id}` }]),
  ];
}
