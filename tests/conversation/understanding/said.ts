import { readFileSync } from 'node:fs';
import { commands } from '../../../src/conversation/registry.ts';
import { loadRecogniser } from '../../../src/conversation/understanding/load-recogniser.ts';
import { readLine } from '../../../src/conversation/understanding/read-line.ts';

/** Learnt from the examples of all commands. */
export const recognise = loadRecogniser(commands);
/** What the bank of these sentences calls its branches, segments and people. */
export const names = {
  branches: [
    { name: 'Prague', aliases: ['布拉格'] },
    { name: 'Brno', aliases: ['布尔诺'] },
  ],
  segmentations: [{ en: 'spending habits', zh: '消费习惯' }],
  segments: [
    { en: 'dormant savers', zh: '沉睡储户' },
    { en: 'busy young spenders', zh: '活跃年轻族' },
  ],
  managers: ['Jana Dvorakova'],
};

/** Reads a line for a bank with branches Prague and Brno, two segments and one manager. */
export const read = (text: string) =>
  readLine(text, { commands, recognise, names, timezone: 'Europe/Prague' });

/** The lines of a file beside this one, without notes. */
export function linesOf(file: string): string[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}
