import { plainCharacters } from '../../../language/characters.ts';
import { normalise } from '../../../language/fold.ts';
import { readings } from '../../../language/readings.ts';
import type { Arguments } from '../../arguments/grammar.ts';
import { monthsAheadKind } from '../../arguments/months-ahead.ts';
import type { RegisteredCommand } from '../../command.ts';
import type { Reading } from '../read-line.ts';
import { readableText } from '../readable-text.ts';
import { differencesIn } from './differences.ts';
import { lineEdges } from './line-edges.ts';
import type { FollowUp, Remembered } from './remembered.ts';
import {
  again,
  commandOf,
  entitiesOf,
  type Situation,
  takesCustomers,
  understood,
} from './situation.ts';

const followUps = readings.flatMap((each) => each.followUps ?? []);
const aheads = followUps.map(({ ahead }) => ahead);

/** The command that asks the same figure of a customer at another time: of what was, or of what is to come. */
function counterpart(command: RegisteredCommand, reading: Reading): RegisteredCommand | undefined {
  const time = command.arguments.horizonMonths;
  const namesOf = (known: Arguments) =>
    Object.keys(known)
      .filter((name) => name !== 'until')
      .sort()
      .join();
  const names = namesOf(command.arguments);
  return time === undefined || takesCustomers(command.intent, reading) !== 'one'
    ? undefined
    : reading.commands.find(
        ({ arguments: known }) =>
          namesOf(known) === names && known.horizonMonths?.kind !== time.kind,
      );
}

/** The figure that was asked about, where another command asks about it too. */
function figureKept(
  newest: Remembered,
  other: RegisteredCommand,
  reading: Reading,
): Record<string, unknown> {
  const { metric } = entitiesOf(newest, reading);
  return metric !== undefined && other.arguments.metric?.schema.safeParse(metric).success
    ? { metric }
    : {};
}

/**
 * “And the next 3 months?” of what was, and “the last year?” of what is to come: the same figure of the same customer, asked
 * of the command that differs in nothing but the time.
 */
export function atOtherTime(situation: Situation): FollowUp | undefined {
  const { alone, line, reading, remembered } = situation;
  const [newest] = remembered;
  const command = newest && commandOf(newest.intent, reading);
  const [customer] = newest?.customers ?? [];
  if (!newest || !command || !customer || newest.customers.length !== 1) return undefined;
  const other = counterpart(command, reading);
  if (other === undefined) return undefined;
  const kept = figureKept(newest, other, reading);
  const turned = (entities: Record<string, unknown>) =>
    understood(
      {
        ...again(alone, other),
        entities: { ...kept, ...entities, customer: customer.externalId },
      },
      { intent: other.intent, customers: [customer] },
    );
  const isAhead = other.arguments.horizonMonths?.kind === monthsAheadKind;
  const stages = [plainCharacters(line), readableText(normalise(line))].flatMap(
    (text) => lineEdges(text).stages,
  );
  const isTurn = followUps.some(({ toCome, gone }) =>
    stages.some((stage) => (isAhead ? toCome : gone).test(stage)),
  );
  const { horizonMonths } = newest.entities;
  if (isTurn) return turned(horizonMonths === undefined ? {} : { horizonMonths });
  const looksAhead = isAhead && aheads.some((ahead) => ahead.test(line));
  if (!looksAhead && differencesIn(line, command.arguments, reading) !== undefined)
    return undefined;
  const said = stages
    .map((stage) => differencesIn(stage, other.arguments, reading))
    .find((differs) => differs !== undefined && 'horizonMonths' in differs.entities);
  if (said === undefined || 'customer' in said.entities) return undefined;
  return turned(said.entities);
}

/** What was understood of the same customer at another time, of the figure that was asked about before where it says none. */
export function ofSameFigure(
  { reading, remembered: [newest] }: Situation,
  found: FollowUp,
): FollowUp {
  if (newest === undefined || found.kind !== 'understood' || found.taken === undefined)
    return found;
  const { understanding } = found;
  const command = commandOf(newest.intent, reading);
  const kept = newest.entities.horizonMonths;
  const { customer: whom } = understanding.entities;
  // Another figure of the same customer is of the same time.
  if (
    understanding.intent === newest.intent &&
    kept !== undefined &&
    newest.customers[0]?.externalId === whom &&
    'metric' in understanding.entities &&
    !('horizonMonths' in understanding.entities || 'until' in understanding.entities)
  )
    return {
      ...found,
      understanding: {
        ...understanding,
        entities: { ...understanding.entities, horizonMonths: kept },
      },
    };
  const other = command && counterpart(command, reading);
  const isSame = newest.customers[0]?.externalId === understanding.entities.customer;
  if (other?.intent !== understanding.intent || !isSame || 'metric' in understanding.entities)
    return found;
  const entities = { ...understanding.entities, ...figureKept(newest, other, reading) };
  return { ...found, understanding: { ...understanding, entities } };
}
