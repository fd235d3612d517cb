import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { RegisteredCommand } from '../../../command.ts';
import { fileKept, keep } from '../../kept-models.ts';
import { loadModel, recogniserKey } from '../../load-recogniser.ts';
import type { RecogniserModel } from '../../recogniser-model.ts';
import { taughtConversations } from './conversations.ts';
import { hear } from './heard.ts';
import { learnFollowUps } from './learn-follow-ups.ts';
import { type FollowUpModel, type GoesOn, readOn } from './read-on.ts';

const logit = z.object({ weights: z.instanceof(Int16Array), scale: z.number() });
const model: z.ZodType<FollowUpModel> = z.object({
  intent: logit,
  customers: logit,
  carried: logit,
  mentioned: logit,
  values: logit,
  numbers: logit,
  pages: logit,
  choices: z.map(z.string(), z.array(z.string())),
});

/** What commands take, and which values there are. */
const commandFiles = new URL('../../../commands/', import.meta.url);

/** What decides how a line is read by rules and heard after others, and so what is learnt. */
const madeBy = {
  folders: ['../', './', './conversations/'],
  languages: ['en', 'zh'].map((name) => `../../../../language/${name}/reading/follow-ups.ts`),
};
/** What only joins the two readings: nothing is learnt of it. */
const afterwards: ReadonlySet<string> = new Set(['../second-reading.ts']);

/**
 * How lines go on, as conversations taught when the packages were installed, or learnt now, which takes two minutes, and
 * kept where the folder of the packages can be written to.
 * @param heardBy what the recogniser of the commands has learnt
 */
export function loadFollowUps(
  commands: readonly RegisteredCommand[],
  heardBy: RecogniserModel = loadModel(commands),
): GoesOn {
  const taken = new Map(commands.map((each) => [each.intent, each]));
  const learnt = followUpModel(commands, heardBy);
  return (line, first, remembered, names, timezone) =>
    readOn(hear(line, first, remembered, { model: heardBy, names, timezone }), learnt, taken);
}

let learntAside: { key: string; model: FollowUpModel } | undefined;

/** Whether what was learnt of how lines go on is at hand. */
export const areFollowUpsLearnt = (commands: readonly RegisteredCommand[]): boolean => {
  const key = keyOf(recogniserKey(commands));
  return learntAside?.key === key || existsSync(fileOf(key));
};

/** Takes over what a thread has learnt of how lines go on. */
export function takeFollowUps(commands: readonly RegisteredCommand[], learnt: unknown): void {
  learntAside = { key: keyOf(recogniserKey(commands)), model: model.parse(learnt) };
}

/**
 * What was learnt of how lines go on, learnt and kept where it is not yet.
 * @param heardBy what the recogniser of the commands has learnt
 */
export function followUpModel(
  commands: readonly RegisteredCommand[],
  heardBy: RecogniserModel,
): FollowUpModel {
  const key = keyOf(recogniserKey(commands));
  if (learntAside?.key === key) return learntAside.model;
  const file = fileOf(key);
  if (existsSync(file)) return model.parse(deserialize(readFileSync(file)));
  const taken = new Map(commands.map((each) => [each.intent, each]));
  const learnt = learnFollowUps(taughtConversations(), taken, heardBy);
  keep(file, serialize(learnt));
  return learnt;
}

const fileOf = (key: string): URL => fileKept(`follow-ups-${key}`);

function keyOf(recogniser: string): string {
  const hash = createHash('sha256').update(recogniser);
  for (const name of readdirSync(commandFiles, { recursive: true, encoding: 'utf8' }).toSorted())
    if (/\.(?:ts|txt)$/.test(name)) hash.update(readFileSync(new URL(name, commandFiles)));
  const inFolders = madeBy.folders.flatMap((folder) =>
    readdirSync(new URL(folder, import.meta.url))
      .filter((name) => /\.(?:ts|txt|json)$/.test(name))
      .toSorted()
      .map((name) => folder + name)
      .filter((file) => !afterwards.has(file)),
  );
  for (const each of [...madeBy.languages, ...inFolders])
    hash.update(readFileSync(new URL(each, import.meta.url)));
  return hash.digest('hex').slice(0, 20);
}
