import type { ChurnSelection } from '../../../scoring/churn/churn-card.ts';
import { type ChurnGroups, readGroup } from '../../../scoring/churn/churn-groups.ts';
import type { Table } from '../../reply.ts';
import { groupsApart } from '../../small-groups.ts';
import { churnKindName } from '../../wording/churn-kind-words.ts';
import type { Reader } from './reader.ts';

/** A smaller p-value is not written out. */
const leastPValue = 0.001;

/** The kinds that competed, side by side. */
export function candidatesTable(
  { candidates }: ChurnSelection,
  method: string,
  { say, format }: Reader,
): Table {
  return {
    columns: [
      { label: say('churn-card.candidates.candidate'), align: 'start' },
      { label: say('churn-card.candidates.logLoss'), align: 'end' },
      { label: say('churn-card.candidates.difference'), align: 'end' },
      { label: say('churn-card.candidates.p'), align: 'end' },
      { label: say('churn-card.candidates.auc'), align: 'end' },
      { label: say('churn-card.candidates.result'), align: 'start' },
    ],
    rows: candidates.map(({ kind, logLoss, difference, pValue, auc, withinNoise }) => [
      churnKindName(kind, say),
      format.fixed(logLoss, 4),
      difference === 0 ? '–' : format.fixed(difference, 4),
      difference === 0
        ? '–'
        : pValue < leastPValue
          ? `<${format.fixed(leastPValue, 3)}`
          : format.fixed(pValue, 3),
      format.fixed(auc, 3),
      say('churn-card.candidates.results', {
        result: kind === method ? 'champion' : withinNoise ? 'withinNoise' : 'worse',
      }),
    ]),
  };
}

/** How the model does for each group of customers that is not so small that it would tell of each. */
export function groupsTable(groups: ChurnGroups, { say, format }: Reader): Table {
  const columns = [
    say('churn-card.groups.columns.group'),
    say('churn-card.groups.columns.customers'),
    say('churn-card.groups.columns.predicted'),
    say('churn-card.groups.columns.observed'),
    say('churn-card.groups.columns.auc'),
    say('churn-card.groups.columns.calibrationError'),
    say('churn-card.groups.columns.called'),
    say('churn-card.groups.columns.recall'),
    say('churn-card.groups.columns.falseAlarms'),
  ];
  return {
    columns: columns.map((label, at) => ({ label, align: at === 0 ? 'start' : 'end' })),
    rows: groups.flatMap(({ attribute, groups }) =>
      groupsApart(groups, ({ customers }) => customers).told.map((group) => [
        groupName(attribute, group.group, say),
        format.number(group.customers),
        format.percent(group.predicted),
        format.percent(group.observed),
        group.auc === null ? '–' : format.fixed(group.auc, 3),
        format.fixed(group.calibrationError, 3),
        format.percent(group.called),
        format.percent(group.truePositiveRate),
        format.percent(group.falsePositiveRate),
      ]),
    ),
  };
}

/** What a group of customers is called; one of a later version by its own name. */
function groupName(attribute: 'sex' | 'age', name: string, say: Reader['say']): string {
  const group = readGroup(name);
  switch (group?.kind) {
    case undefined:
      return name;
    case 'female':
      return say('churn-card.groups.names.sex', { group: 'female' });
    case 'not female':
      return say('churn-card.groups.names.sex', { group: 'notFemale' });
    case 'unknown':
      return attribute === 'sex'
        ? say('churn-card.groups.names.sex', { group: 'unknown' })
        : say('churn-card.groups.names.ageUnknown');
    case 'age': {
      const { from, to } = group;
      if (to === null) return say('churn-card.groups.names.ageFrom', { age: from ?? 0 });
      if (from === null) return say('churn-card.groups.names.ageUnder', { age: to + 1 });
      return say('churn-card.groups.names.ageBetween', { from, to });
    }
  }
}
