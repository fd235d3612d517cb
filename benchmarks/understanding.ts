/*
 * How well sentences are understood that the recogniser has not learnt: each command's examples are cut in five, and
 * each fifth is read by a recogniser that learnt the other four. Prints the share of sentences that are read right by
 * language, and by command; which commands are taken for which; and how long a line takes to read.
 *
 *   node benchmarks/understanding.ts           figures and the pairs of commands that are mixed up
 *   node benchmarks/understanding.ts --lines   also every sentence that is read wrong
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { commands } from '../src/conversation/registry.ts';
import { exampleNames } from '../src/conversation/understanding/example-names.ts';
import { readLine } from '../src/conversation/understanding/read-line.ts';
import { trainRecogniser } from '../src/conversation/understanding/recognise.ts';

const folds = 5;
const sentencesFolder = new URL('../src/conversation/commands/sentences/', import.meta.url);
const names = exampleNames(sentencesFolder);
const { values: options } = parseArgs({ options: { lines: { type: 'boolean', default: false } } });

const examples = commands.flatMap(({ intent, phrases }) =>
  [...phrases].flatMap(([locale, { sentences }]) =>
    [...new Set(sentences)].map((text, i) => ({ intent, locale, text, fold: i % folds })),
  ),
);

function readByOthers(fold: number) {
  const kept = new Set(examples.filter((each) => each.fold !== fold).map(({ text }) => text));
  const learnt = commands.map((command) => ({
    ...command,
    phrases: new Map(
      [...command.phrases].map(([locale, { words, sentences }]) => {
        const [first = '', ...rest] = sentences.filter((text) => kept.has(text));
        return [locale, { words, sentences: [first, ...rest] as const }];
      }),
    ),
  }));
  const recognise = trainRecogniser(learnt);
  return examples
    .filter((each) => each.fold === fold)
    .map((each) => {
      const begun = performance.now();
      const read = readLine(each.text, { commands, recognise, names, timezone: 'UTC' });
      const milliseconds = performance.now() - begun;
      return { ...each, read: read.intent, ranking: read.nearest, milliseconds };
    });
}

const results = Array.from({ length: folds }, (_, fold) => readByOthers(fold)).flat();
const isRight = (each: (typeof results)[number]) => each.read === each.intent;
const share = (part: number, whole: number) =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

for (const locale of new Set(results.map((each) => each.locale))) {
  const all = results.filter((each) => each.locale === locale);
  const ours = all.filter(({ intent }) => intent !== 'unknown');
  const others = all.filter(({ intent }) => intent === 'unknown');
  const wrong = ours.filter((each) => !isRight(each));
  const guessed = wrong.filter(({ read }) => read !== 'unknown');
  console.log(
    `${locale}: ${ours.length} sentences, ${share(ours.length - wrong.length, ours.length)} right, ` +
      `${share(guessed.length, ours.length)} taken for another command; ` +
      `${share(others.filter(isRight).length, others.length)} of ${others.length} that are none of its business left unanswered`,
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
