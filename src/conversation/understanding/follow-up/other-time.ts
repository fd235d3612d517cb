import { readings } from '../../../language/readings.ts';
import type { Arguments } from '../../arguments/grammar.ts';
import { monthsAheadKind } from '../../arguments/months-ahead.ts';
import { differencesIn } from './differences.ts';
import { lineEdges } from './line-edges.ts';
import type { FollowUp } from './remembered.ts';
import {
  again,
  commandOf,
  entitiesOf,
  type Situation,
  takesCustomers,
  understood,
} from './situation.ts';

const aheads = readings.flatMap(({ followUps }) => followUps?.ahead ?? []);

/**
 * “And the next 3 months?” of what was, and “the last year?” of what is to come: the same figure of the same customer, asked
 * of the command that differs in nothing but the time.
 */
export function atOtherTime(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const [newest] = remembered;
  const command = newest && commandOf(newest.intent, reading);
  const [customer] = newest?.customers ?? [];
  const time = command?.arguments.horizonMonths;
  if (!newest || !command || !customer || newest.customers.length !== 1 || !time) return undefined;
  if (takesCustomers(newest.intent, reading) !== 'one') return undefined;
  const namesOf = (known: Arguments) =>
    Object.keys(known)
      .filter((name) => name !== 'until')
      .sort()
      .join();
  const names = namesOf(command.arguments);
  const other = reading.commands.find(
    ({ arguments: known }) => namesOf(known) === names && known.horizonMonths?.kind !== time.kind,
  );
  if (other === undefined) return undefined;
  const looksAhead =
    other.arguments.horizonMonths?.kind === monthsAheadKind &&
    aheads.some((ahead) => ahead.test(line));
  if (!looksAhead && differencesIn(line, command.arguments, reading) !== undefined)
    return undefined;
  const said = lineEdges(line)
    .stages.map((stage) => differencesIn(stage, other.arguments, reading))
    .find((differs) => differs !== undefined && 'horizonMonths' in differs.entities);
  if (said === undefined || 'customer' in said.entities) return undefined;
  const { metric } = entitiesOf(newest, reading);
  const kept = other.arguments.metric?.schema.safeParse(metric).success ? { metric } : {};
  return understood(
    {
      ...again(alone, other),
      entities: { ...kept, ...said.entities, customer: customer.externalId },
    },
    { intent: other.intent, customers: [customer] },
  );
}
