/*
 * How well sentences are understood that the recogniser has not learnt: of each command's examples, in blocks of
 * neighbours, as they were written by one hand, a fifth is read by a recogniser that learnt the other four. Prints the
 * share of sentences that are read right, asked back and taken for another command, by language and by command; which
 * commands are taken for which; and how long a line takes to read.
 *
 *   node benchmarks/understanding.ts             figures and the pairs of commands that are mixed up
 *   node benchmarks/understanding.ts --lines     also every sentence that is read wrong
 *   node benchmarks/understanding.ts FILE…       reads files of "intent, tab, sentence" with all that is learnt instead
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { commands } from '../src/conversation/registry.ts';
import {
  exampleGazetteer,
  readExampleNames,
} from '../src/conversation/understanding/example-names.ts';
import { loadRecogniser } from '../src/conversation/understanding/load-recogniser.ts';
import { readLine } from '../src/conversation/understanding/read-line.ts';
import { type Recogniser, recogniserOf } from '../src/conversation/understanding/recognise.ts';
import { examplesOf, inMemory, learn } from '../src/conversation/understanding/recogniser-model.ts';

const folds = 5;
/** How many neighbours of a command stay together. */
const block = 20;
const { values: options, positionals: files } = parseArgs({
  options: { lines: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const names = exampleGazetteer(
  readExampleNames(new URL('../src/conversation/commands/sentences/', import.meta.url)),
);

type Labelled = { intent: string; locale: string; text: string };

function read(recognise: Recogniser, all: readonly Labelled[]) {
  return all.map((each) => {
    const begun = performance.now();
    const understood = readLine(each.text, { commands, recognise, names, timezone: 'UTC' });
    return {
      ...each,
      read: understood.intent,
      asks: understood.asks,
      milliseconds: performance.now() - begun,
    };
  });
}

function crossValidated() {
  const seen = new Map<string, number>();
  const examples = examplesOf(commands).map((each) => {
    const key = `${each.intent} ${each.locale}`;
    const at = seen.get(key) ?? 0;
    seen.set(key, at + 1);
    return { ...each, fold: Math.floor(at / block) % folds };
  });
  return Array.from({ length: folds }, (_, fold) => {
    const model = learn(examples.filter((each) => each.fold !== fold));
    return read(
      recogniserOf(inMemory(model), commands),
      examples.filter((each) => each.fold === fold),
    );
  }).flat();
}

function fromFiles() {
  const intents = new Map(commands.map(({ name, intent }) => [name, intent]));
  const all = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [intent = '', text = ''] = line.split('\t');
        const locale = /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
        return { intent: intents.get(intent) ?? intent, locale, text };
      }),
  );
  return read(loadRecogniser(commands), all);
}

const results = files.length === 0 ? crossValidated() : fromFiles();
const isRight = (each: (typeof results)[number]) => each.read === each.intent;
const isAsked = (each: (typeof results)[number]) => each.asks.length > 0;
const share = (part: number, whole: number) =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

for (const locale of new Set(results.map((each) => each.locale))) {
  const all = results.filter((each) => each.locale === locale);
  const ours = all.filter(({ intent }) => intent !== 'unknown');
  const others = all.filter(({ intent }) => intent === 'unknown');
  const wrong = ours.filter((each) => !isRight(each));
  const surely = all.filter((each) => !isRight(each) && each.read !== 'unknown' && !isAsked(each));
  console.log(
    `${locale}: ${ours.length} sentences, ${share(ours.length - wrong.length, ours.length)} right; ` +
      `${share(others.filter(isRight).length, others.length)} of ${others.length} that are none of its business left unanswered; ` +
      `${share(all.filter(isAsked).length, all.length)} of all asked back, ${share(surely.length, all.length)} answered wrong without asking`,
  );
  console.log(
    commands
      .map(({ intent }) => all.filter((each) => each.intent === intent))
      .filter((list) => list.some((each) => !isRight(each)))
      .map((list) => `  ${list[0]?.intent} ${share(list.filter(isRight).length, list.length)}`)
      .join('\n'),
  );
  const pairs = new Map<string, string[]>();
  for (const each of all.filter((one) => !isRight(one))) {
    const pair = `${each.intent} → ${each.read}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), each.text]);
  }
  for (const [pair, texts] of [...pairs].sort((a, b) => b[1].length - a[1].length)) {
    if (texts.length > 1 || options.lines)
      console.log(`  ${String(texts.length).padStart(3)} ${pair}`);
    if (options.lines) for (const text of texts) console.log(`        ${text}`);
  }
}

const times = results.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
const at = (part: number) => (times[Math.floor(part * (times.length - 1))] ?? 0).toFixed(2);
console.log(`reading a line: median ${at(0.5)} ms, 95 of 100 within ${at(0.95)} ms`);
