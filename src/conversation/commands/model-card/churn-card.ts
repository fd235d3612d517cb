import { churnCardShape, type StoredChurnCard } from '../../../scoring/churn/churn-card.ts';
import type { Reply } from '../../reply.ts';
import { runWarnings } from '../../wording/run-warnings.ts';
import { reliabilityCharts } from './churn-chart.ts';
import { churnFacts } from './churn-facts.ts';
import { churnSummary, decisionSentence, droppedSentences } from './churn-sentences.ts';
import { candidatesTable, groupsTable } from './churn-tables.ts';
import type { Model } from './model.ts';
import type { Reader } from './reader.ts';

/** What of a churn model's card is shown: the card itself, or how the model treats groups of customers. */
export type ChurnCardPart = 'card' | 'groups';

/** The card of the churn model in use: what it learnt from, how it did, who competed, what has drifted. */
export function churnCardReply(model: Model, part: ChurnCardPart, reader: Reader): Reply {
  const card = churnCardShape.parse(model.card);
  return part === 'groups' ? groupsReply(card, reader) : cardReply(model, card, reader);
}

function cardReply(model: Model, card: StoredChurnCard, reader: Reader): Reply {
  const { say, locale } = reader;
  const { method } = model;
  const { metrics, selection } = card;
  return {
    title: say('model-card.names.churn'),
    summary: churnSummary(method, metrics, reader),
    facts: churnFacts(model, card, reader),
    details: [
      ...(selection === null ? [] : [decisionSentence(method, selection, reader)]),
      ...droppedSentences(card.dropped, reader),
      ...runWarnings(card.warnings, locale),
    ],
    ...(selection === null ? {} : { table: candidatesTable(selection, method, reader) }),
    charts: reliabilityCharts(metrics?.reliability ?? [], reader),
    actions: [
      ...(card.groups.length === 0
        ? []
        : [{ label: say('churn-card.actions.groups'), command: 'model groups' }]),
      { label: say('model-card.names.clv'), command: 'model clv' },
      { label: say('model-card.names.segments'), command: 'model segments' },
    ],
    visibility: 'channel',
  };
}

function groupsReply({ groups, features }: StoredChurnCard, reader: Reader): Reply {
  const { say } = reader;
  const table = groupsTable(groups, reader);
  const known = groups.some(({ attribute }) => features.includes(attribute)) ? 'some' : 'none';
  const judged = table.rows.length > 0;
  return {
    title: say('churn-card.groups.title'),
    summary: judged ? say('churn-card.groups.summary', { known }) : say('churn-card.groups.none'),
    facts: [],
    ...(judged ? { table } : {}),
    charts: [],
    actions: [{ label: say('model-card.names.churn'), command: 'model churn' }],
    visibility: 'channel',
  };
}
