import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { type Recognised, type Recogniser, recogniserOf } from './recognise.ts';
import { examplesOf, learn, type RecogniserModel } from './recogniser-model.ts';

/** Where what was learnt is kept: beside the packages, for it can always be learnt again. */
const cache = new URL('../../../node_modules/.cache/bellwether/', import.meta.url);
/** What decides how a sentence is read, and so what is learnt, beside the sentences. */
const madeBy = ['.', '../arguments', '../../language'];

/** What only reads how a sentence goes on from those before: nothing is learnt of it. */
const afterwards = /[\\/]follow-ups?[\\/.]/;

const model: z.ZodType<RecogniserModel> = z.object({
  intents: z.array(z.string()),
  inputs: z.object({ columns: z.map(z.string(), z.int()), rarity: z.instanceof(Float32Array) }),
  networks: z.array(
    z.object({
      hidden: z.int(),
      embedding: z.instanceof(Float32Array),
      hiddenBias: z.instanceof(Float32Array),
      weights: z.instanceof(Float32Array),
      bias: z.instanceof(Float32Array),
    }),
  ),
  vocabulary: z.set(z.string()),
  pairs: z.set(z.string()),
  termsOf: z.map(z.string(), z.set(z.string())),
});

/**
 * The recogniser of the commands: as it was learnt when the packages were installed, or learnt now, which takes some
 * seconds, and kept where the folder of the packages can be written to.
 */
export function loadRecogniser(commands: readonly Recognised[]): Recogniser {
  const examples = examplesOf(commands);
  const file = new URL(`recogniser-${keyOf(examples)}`, cache);
  if (existsSync(file)) return recogniserOf(model.parse(deserialize(readFileSync(file))), commands);
  const learnt = learn(examples);
  keep(file, serialize(learnt));
  return recogniserOf(learnt, commands);
}

/** Another key for other sentences, and for code that reads them in another way. */
function keyOf(examples: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([examples, process.version]));
  for (const folder of madeBy) {
    const at = new URL(`${folder}/`, import.meta.url);
    const files = readdirSync(at, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          // Types alone, and another file with each message: nothing is read by it.
          entry.name !== 'message-arguments.ts' &&
          /\.(?:ts|txt)$|reading.*\.json$/.test(`${entry.parentPath}/${entry.name}`) &&
          !afterwards.test(`${entry.parentPath}/${entry.name}`),
      )
      .map(({ parentPath, name }) => `${parentPath}/${name}`)
      .sort();
    for (const each of files) hash.update(readFileSync(each));
  }
  return hash.digest('hex').slice(0, 20);
}

/** Keeps a file whole or not at all; where nothing may be written, it is learnt again next time. */
function keep(file: URL, content: Uint8Array): void {
  const unfinished = new URL(`${fileURLToPath(file)}-${randomUUID()}`, 'file:');
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(unfinished, content);
    renameSync(unfinished, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOSPC') throw error;
  }
}
