import { seededRandom } from '../../../../valuation/index.ts';
import { recogniserOf } from '../../recognise.ts';
import type { RecogniserModel } from '../../recogniser-model.ts';
import { followUp } from '../follow-up.ts';
import {
  asksBack,
  type Candidate,
  carriedCandidates,
  customerCandidates,
  intentCandidates,
  mentionedCandidates,
  numberCandidates,
  pageCandidates,
  valueCandidates,
} from './choices.ts';
import type { LabelledTurn } from './conversations.ts';
import { type Heard, hear, type Taken } from './heard.ts';
import { type Choice, features, learnChoices } from './logit.ts';
import { carriable, type FollowUpModel, isFilter, numbered, plainlySaid } from './read-on.ts';
import { asLabelled, type TaughtTurn, taughtId, taughtTurns } from './taught.ts';
import { taughtNames, taughtZone } from './taught-bank.ts';

const seed = 7;
/** The arguments that are given one of a few values in words. */
const inWords = ['metric', 'sortBy', 'period', 'model', 'contactKind', 'tier'];

/** Learns how lines go on from conversations. The same conversations give the same model. */
export function learnFollowUps(
  conversations: readonly (readonly LabelledTurn[])[],
  commands: Taken,
  model: RecogniserModel,
): FollowUpModel {
  const hearing = { model, names: taughtNames, timezone: taughtZone };
  const all = [...commands.values()];
  const reading = {
    commands: all,
    recognise: recogniserOf(model, all),
    names: taughtNames,
    timezone: taughtZone,
  };
  const turns = conversations.flatMap(taughtTurns).map((turn) => {
    const first = followUp(turn.text, reading, turn.remembered);
    return { turn, heard: hear(turn.text, first, turn.remembered, hearing) };
  });
  const choices = new Map(
    inWords.map((key) => [
      key,
      [...new Set(turns.flatMap(({ turn }) => turn.label.entities[key] ?? []))].toSorted(),
    ]),
  );
  const { next: random } = seededRandom(seed);
  const learn = (choice: (turn: TaughtTurn, heard: Heard) => (Choice | undefined)[]) =>
    learnChoices(
      turns.flatMap(({ turn, heard }) => choice(turn, heard).flatMap((each) => each ?? [])),
      random,
    );
  const known = (turn: TaughtTurn) => commands.get(turn.label.intent)?.arguments ?? {};
  return {
    choices,
    intent: learn(({ label }, heard) => [
      chosen(intentCandidates(heard, commands), (intent) => intent === label.intent),
    ]),
    customers: learn(({ label, customers }, heard) => {
      if (label.intent === asksBack || label.intent === 'unknown') return [];
      const meant = customers.toSorted().join('+');
      return [
        chosen(
          customerCandidates(heard, label.intent, commands),
          (ids) => ids.map(taughtId).toSorted().join('+') === meant,
        ),
      ];
    }),
    carried: learn((turn, heard) =>
      heard.held
        .filter(({ key }) => key in known(turn) && carriable.has(key))
        .filter(
          ({ key }) =>
            !plainlySaid.has(key) ||
            !(key in heard.entities) ||
            asLabelled(heard.entities[key]) !== turn.label.entities[key],
        )
        // What is said anew takes the place of what was, and neither holds nor ends it.
        .filter(({ key, value }) => (turn.label.entities[key] ?? String(value)) === String(value))
        .map(({ key, value }) => {
          const holds = turn.label.entities[key] === String(value);
          const candidates = carriedCandidates(heard, turn.label.intent, key, commands);
          return chosen(candidates, (carried) => carried === holds);
        }),
    ),
    mentioned: learn((turn, heard) =>
      Object.entries(heard.entities)
        .filter(([key]) => key in known(turn) && isFilter.has(key))
        .map(([key, value]) => {
          const candidates = mentionedCandidates(heard, turn.label.intent, key);
          const isMeant = asLabelled(value) === turn.label.entities[key];
          return chosen(candidates, (meant) => meant === isMeant);
        }),
    ),
    values: learn((turn, heard) =>
      [...choices]
        .filter(([key]) => key in known(turn))
        .map(([key, values]) => {
          const candidates = valueCandidates(heard, turn.label.intent, key, values, commands);
          return chosen(candidates, (value) => value === said(turn, heard, key, value));
        }),
    ),
    numbers: learn((turn, heard) =>
      numbered
        .filter((key) => key in known(turn))
        .map((key) => {
          const candidates = numberCandidates(heard, turn.label.intent, key);
          return chosen(
            candidates,
            (number) => String(number) === String(said(turn, heard, key, number)),
          );
        }),
    ),
    pages: learn((turn, heard) =>
      'from' in known(turn)
        ? [
            chosen(
              pageCandidates(heard, turn.label.intent),
              (from) => String(from) === String(said(turn, heard, 'from', from)),
            ),
          ]
        : [],
    ),
  };
}

/**
 * What a line says of an argument, by its label: what holds after it, unless that held before. Where it held before it may have
 * been said again, which is no mistake: then it is the value that is asked about.
 */
function said(turn: TaughtTurn, heard: Heard, key: string, asked: unknown): unknown {
  const meant = turn.label.entities[key];
  if (meant === undefined) return undefined;
  const before = heard.held.find((each) => each.key === key)?.value;
  return String(before) === meant && asked === undefined ? undefined : meant;
}

/** The choice of the first of some candidates that is what was meant; undefined where none is, or there is nothing to choose. */
function chosen<Meant>(
  candidates: readonly Candidate<Meant>[],
  isMeant: (meant: Meant) => boolean,
): Choice | undefined {
  const meant = candidates.findIndex((each) => isMeant(each.meant));
  if (meant < 0 || candidates.length < 2) return undefined;
  return { candidates: candidates.map((each) => features(each.features)), meant };
}
