import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { rowsForFile, rowsInFile } from './embedding-rows.ts';
import { taughtBank } from './follow-up/learnt/taught-bank.ts';
import { fileKept, keep } from './kept-models.ts';
import { type Recognised, type Recogniser, recogniserOf } from './recognise.ts';
import {
  inMemory,
  type LearntModel,
  learn,
  learnOnThreads,
  lessonsOf,
  type RecogniserModel,
} from './recogniser-model.ts';

/** What decides how a sentence is read, and so what is learnt, beside the sentences. */
const madeBy = ['.', '../arguments', '../../language'];

/** What only reads how a sentence goes on from those before: nothing is learnt of it. */
const afterwards = /[\\/]follow-ups?[\\/.]/;

const places = z.object({
  hashes: z.instanceof(Uint32Array),
  places: z.instanceof(Uint32Array),
  size: z.int(),
});

const model = z.object({
  intents: z.array(z.string()),
  inputs: z.object({ columns: places, rarity: z.instanceof(Float32Array) }),
  networks: z.array(
    z.object({
      hidden: z.int(),
      scales: z.instanceof(Float32Array),
      hiddenBias: z.instanceof(Float32Array),
      weights: z.instanceof(Float32Array),
      bias: z.instanceof(Float32Array),
    }),
  ),
  vocabulary: z.set(z.string()),
  pairs: z.set(z.string()),
  termsOf: z.map(z.string(), z.set(z.string())),
}) satisfies z.ZodType<Omit<RecogniserModel, 'rows'>>;
const learntModel: z.ZodType<LearntModel> = model.extend({
  embeddings: z.array(z.instanceof(Int8Array)),
});

let learntAside: { key: string; model: RecogniserModel } | undefined;

/**
 * The recogniser of the commands: as it was learnt when the packages were installed, or learnt now, which takes a
 * minute, and kept where the folder of the packages can be written to.
 */
export const loadRecogniser = (commands: readonly Recognised[]): Recogniser =>
  recogniserOf(loadModel(commands), commands);

/** What the recogniser of the commands has learnt. */
export function loadModel(commands: readonly Recognised[]): RecogniserModel {
  const key = recogniserKey(commands);
  if (learntAside?.key === key) return learntAside.model;
  const kept = keptModel(key);
  if (kept !== undefined) return kept;
  const learnt = learn(lessonsOf(commands));
  keepModel(key, learnt);
  return keptModel(key) ?? inMemory(learnt);
}

/**
 * Learns on threads what the recogniser of the commands is to know, and keeps it, where it is not kept yet.
 * @returns what could not be kept; undefined where it is
 */
export async function learnModel(
  commands: readonly Recognised[],
): Promise<LearntModel | undefined> {
  const key = recogniserKey(commands);
  if (isKept(key)) return undefined;
  const learnt = await learnOnThreads(lessonsOf(commands));
  keepModel(key, learnt);
  return isKept(key) ? undefined : learnt;
}

/** Whether what the recogniser of the commands has learnt is at hand. */
export const isLearnt = (commands: readonly Recognised[]): boolean => {
  const key = recogniserKey(commands);
  return learntAside?.key === key || isKept(key);
};

/** Takes over what was learnt of the commands and could not be kept. */
export function takeLearnt(commands: readonly Recognised[], learnt: unknown): void {
  learntAside = { key: recogniserKey(commands), model: inMemory(learntModel.parse(learnt)) };
}

const fileOf = (key: string): URL => fileKept(`recogniser-${key}`);
const rowsFileOf = (key: string): URL => fileKept(`recogniser-rows-${key}`);

const isKept = (key: string): boolean => existsSync(fileOf(key)) && existsSync(rowsFileOf(key));

function keptModel(key: string): RecogniserModel | undefined {
  if (!isKept(key)) return undefined;
  const kept = model.parse(deserialize(readFileSync(fileOf(key))));
  const hidden = kept.networks[0]?.hidden ?? 0;
  return { ...kept, rows: rowsInFile(rowsFileOf(key), kept.networks.length, hidden) };
}

function keepModel(key: string, { embeddings, ...kept }: LearntModel): void {
  const hidden = kept.networks[0]?.hidden ?? 0;
  keep(rowsFileOf(key), rowsForFile(embeddings, hidden));
  keep(fileOf(key), serialize(kept));
}

const keys = new WeakMap<readonly Recognised[], string>();

/**
 * What decides what was learnt of the commands: another key for other sentences, and for other code that reads them. Files are
 * read once for each list of commands: a start asks several times.
 */
export function recogniserKey(commands: readonly Recognised[]): string {
  const known = keys.get(commands) ?? keyOf(lessonsOf(commands));
  keys.set(commands, known);
  return known;
}

/** Another key for other sentences, and for code that reads them in another way. */
function keyOf(lessons: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([lessons, taughtBank, process.version]));
  for (const folder of madeBy) {
    const at = new URL(`${folder}/`, import.meta.url);
    // Within the folder alone: the product may be installed below a folder of any name.
    const folderPath = fileURLToPath(at);
    const files = readdirSync(at, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          // Types alone, and another file with each message: nothing is read by it.
          entry.name !== 'message-arguments.ts' &&
          /\.(?:ts|txt)$|reading.*\.json$/.test(`${entry.parentPath}/${entry.name}`) &&
          !afterwards.test(`/${relative(folderPath, entry.parentPath)}/${entry.name}`),
      )
      .map(({ parentPath, name }) => `${parentPath}/${name}`)
      .sort();
    for (const each of files) hash.update(readFileSync(each));
  }
  return hash.digest('hex').slice(0, 20);
}
