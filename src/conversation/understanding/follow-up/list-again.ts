import { plainCharacters } from '../../../language/characters.ts';
import { normalise } from '../../../language/fold.ts';
import { readings } from '../../../language/readings.ts';
import { readableText } from '../readable-text.ts';
import { differencesIn } from './differences.ts';
import { lineEdges } from './line-edges.ts';
import type { FollowUp } from './remembered.ts';
import {
  again,
  commandOf,
  entitiesOf,
  filtersOf,
  type Situation,
  understood,
} from './situation.ts';

const said = readings.flatMap(({ followUps }) => followUps ?? []);

/** A line as its ends are taken off, both as it stands and as it is read. */
const stagesOf = (line: string): string[] =>
  [plainCharacters(line), readableText(normalise(line))].flatMap((text) => lineEdges(text).stages);

/**
 * “All branches”, after a question that was held to one: the same of all.
 * @returns undefined where the line says anything else, or the question before was held to nothing of the kind
 */
export function ofAllAgain({ line, alone, reading, remembered }: Situation): FollowUp | undefined {
  const [newest] = remembered;
  if (newest === undefined || newest.intent === 'unknown') return undefined;
  const held = Object.keys(filtersOf(newest, reading));
  const stages = stagesOf(line);
  for (const { pattern, read } of said.flatMap(({ unheld }) => unheld)) {
    const match = stages.map((stage) => pattern.exec(stage)).find((each) => each !== null);
    const off = match ? read(match) : undefined;
    if (off === undefined || (off === 'all' ? held.length === 0 : !held.includes(off))) continue;
    const { from: _, ...before } = entitiesOf(newest, reading);
    // “Not just Brno, everywhere” is about the branch alone.
    const named = held.filter((name) => name in alone.entities);
    const gone = off !== 'all' ? [off] : named.length > 0 ? named : held;
    const entities = Object.fromEntries(
      Object.entries(before).filter(([name]) => !gone.some((each) => each === name)),
    );
    return understood(
      { ...again(alone, newest), entities },
      { intent: newest.intent, customers: [] },
    );
  }
  return undefined;
}

/** “Start over, but Brno only”: the list from its first row, held to what it is to be held to now. */
export function startedOver({ line, alone, reading, remembered }: Situation): FollowUp | undefined {
  const list = remembered.find(({ page }) => page !== null);
  const command = list && commandOf(list.intent, reading);
  if (list === undefined || command === undefined) return undefined;
  for (const stage of stagesOf(line))
    for (const { startOver } of said) {
      const match = startOver.exec(stage);
      if (match === null) continue;
      const rest = stage.slice(match[0].length);
      const differs = differencesIn(rest, command.arguments, reading);
      if (differs === undefined) continue;
      const { from: _, ...before } = entitiesOf(list, reading);
      return understood(
        { ...again(alone, list), entities: { ...before, ...differs.entities } },
        { intent: list.intent, customers: [] },
      );
    }
  return undefined;
}

/** “Back to the list”: the newest list there was, as it was shown. */
export function listAgain({ line, alone, reading, remembered }: Situation): FollowUp | undefined {
  if (!stagesOf(line).some((stage) => said.some(({ backToList }) => backToList.test(stage))))
    return undefined;
  const list = remembered.find(({ page }) => page !== null);
  if (list === undefined) return undefined;
  return understood(
    { ...again(alone, list), entities: entitiesOf(list, reading) },
    { intent: list.intent, customers: [] },
  );
}
