import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { groupsTable } from '../../commands/model-card/churn-tables.ts';
import { fewest, groupsApart } from '../../small-groups.ts';
import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';

/** How the model does for groups of customers; of none of so few that it would tell of each. */
export function fairness(gathered: Gathered): SectionBody {
  const { kind, context } = gathered;
  const { say } = context;
  const others = say('model-evidence.fairness.unknown.others');
  return kind === 'churn'
    ? ofChurn(gathered, others)
    : {
        paragraphs: [say('model-evidence.fairness.notMeasured', { kind })],
        unknown: [say(`model-evidence.fairness.unknown.${kind}`), others],
      };
}

function ofChurn({ model, context }: Gathered, others: string): SectionBody {
  const { say } = context;
  const { groups, features } = churnCardShape.parse(model.card);
  const { columns, rows } = groupsTable(groups, context);
  const few = groups.flatMap((each) => groupsApart(each.groups, ({ customers }) => customers).few);
  const uses = (['sex', 'age'] as const).some((each) => features.includes(each));
  return {
    paragraphs: [
      say('model-evidence.fairness.basis'),
      say('model-evidence.fairness.uses', { uses: uses ? 'some' : 'none' }),
      ...(few.length === 0
        ? []
        : [say('model-evidence.fairness.leftOut', { groups: few.length, fewest })]),
    ],
    tables:
      rows.length === 0 ? [] : [{ caption: say('model-evidence.fairness.table'), columns, rows }],
    unknown: [
      ...(groups.length === 0 ? [say('model-evidence.fairness.unknown.groups')] : []),
      say('model-evidence.fairness.unknown.chance'),
      others,
    ],
  };
}
