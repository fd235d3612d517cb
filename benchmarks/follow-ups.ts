/*
 * How well lines are understood that go on from answers before: of the conversations that teach it, those of a hand in each
 * language are read after the others were learnt, and how long hearing and reading a line takes. Prints the shares that are read
 * right, asked back and taken for something else, and how right readings of a confidence are.
 *
 *   node benchmarks/follow-ups.ts                    holds out en-b.txt and zh-a.txt
 *   node benchmarks/follow-ups.ts en-c.txt --lines   holds out others; also prints every line that is read wrong
 * What held-out conversations begin with is known to the recogniser of sentences; files by a path are not known at all.
 *
 *   node benchmarks/follow-ups.ts FILE…              reads files of labelled conversations, by a path, with all that is learnt
 */
import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { commands } from '../src/conversation/registry.ts';
import { followUp } from '../src/conversation/understanding/follow-up/follow-up.ts';
import { asksBack } from '../src/conversation/understanding/follow-up/learnt/choices.ts';
import {
  readLabelled,
  taughtConversations,
  taughtFolder,
} from '../src/conversation/understanding/follow-up/learnt/conversations.ts';
import { hear } from '../src/conversation/understanding/follow-up/learnt/heard.ts';
import { learnFollowUps } from '../src/conversation/understanding/follow-up/learnt/learn-follow-ups.ts';
import {
  type LearntReading,
  readOn,
} from '../src/conversation/understanding/follow-up/learnt/read-on.ts';
import {
  asLabelled,
  type TaughtTurn,
  taughtId,
  taughtTurns,
} from '../src/conversation/understanding/follow-up/learnt/taught.ts';
import {
  taughtNames,
  taughtZone,
} from '../src/conversation/understanding/follow-up/learnt/taught-bank.ts';
import { loadModel } from '../src/conversation/understanding/load-recogniser.ts';
import { recogniserOf } from '../src/conversation/understanding/recognise.ts';

const { values: options, positionals } = parseArgs({
  options: { lines: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const named = positionals.length === 0 ? ['en-b.txt', 'zh-a.txt'] : positionals;
const heldOut = named.filter((name) => existsSync(new URL(name, taughtFolder)));
const hearingModel = loadModel(commands);
const reading = {
  commands,
  recognise: recogniserOf(hearingModel, commands),
  names: taughtNames,
  timezone: taughtZone,
};
const taken = new Map(commands.map((each) => [each.intent, each]));
const hearing = { model: hearingModel, names: taughtNames, timezone: taughtZone };

const begun = performance.now();
const model = learnFollowUps(taughtConversations(heldOut), taken, hearing.model);
console.log(`learnt in ${((performance.now() - begun) / 1000).toFixed(0)} s`);

/** What is compared: a filter must not be there unless it is meant; the others only where they are said. */
const filters = ['branch', 'segment', 'tier', 'manager'];
const values = [
  'limit',
  'sortBy',
  'metric',
  'horizonMonths',
  'from',
  'period',
  'contactKind',
  'model',
];

function outcome(
  { label, customers }: TaughtTurn,
  read: LearntReading,
): 'right' | 'asked' | 'wrong' {
  const known = taken.get(read.intent)?.arguments ?? {};
  const asks =
    read.intent === asksBack ||
    read.intent === 'unknown' ||
    (known.customer?.required === true && read.customers.length === 0);
  if (label.intent === asksBack || label.intent === 'unknown') return asks ? 'right' : 'wrong';
  if (asks) return 'asked';
  const ids = read.customers.map(taughtId).toSorted().join();
  const said = (key: string) => asLabelled(read.entities[key]);
  const fits =
    read.intent === label.intent &&
    ids === customers.toSorted().join() &&
    filters.every((key) => said(key) === label.entities[key]) &&
    values.every((key) => !(key in label.entities) || String(said(key)) === label.entities[key]);
  return fits ? 'right' : 'wrong';
}

for (const name of named) {
  const file = heldOut.includes(name) ? new URL(name, taughtFolder) : name;
  const turns = readLabelled(readFileSync(file, 'utf8')).flatMap(taughtTurns);
  const from = performance.now();
  const read = turns.map((turn) => {
    const [best] = readOn(
      hear(turn.text, followUp(turn.text, reading, turn.remembered), turn.remembered, hearing),
      model,
      taken,
    );
    if (best === undefined) throw new Error(`Nothing was read of “${turn.text}”.`);
    return { turn, best, became: outcome(turn, best) };
  });
  const each = (performance.now() - from) / turns.length;
  const share = (of: (typeof read)[number]['became']) =>
    `${((100 * read.filter(({ became }) => became === of).length) / read.length).toFixed(1)} %`;
  console.log(
    `${name}: ${turns.length} lines, right ${share('right')}, asked ${share('asked')}, wrong ${share('wrong')}; ${each.toFixed(1)} ms a line`,
  );
  for (const least of [0.5, 0.7, 0.9]) {
    const sure = read.filter(({ best }) => best.confidence >= least);
    const right = sure.filter(({ became }) => became === 'right').length;
    console.log(
      `  from ${least}: ${((100 * sure.length) / read.length).toFixed(0)} % of the lines, ${((100 * right) / sure.length).toFixed(1)} % of them right`,
    );
  }
  if (options.lines)
    for (const { turn, best, became } of read)
      if (became !== 'right')
        console.log(
          `${became} ${best.confidence.toFixed(2)}: ${turn.text} => ${turn.label.intent} ${JSON.stringify(turn.label.entities)} (${best.intent} ${best.customers.join('+')} ${JSON.stringify(best.entities)})`,
        );
}
