import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The first path of `ingest PATH… --mapping FILE` where nothing is; undefined where all are there, or the words are of another
 * command. So that a mistyped path is told at once, before all is loaded that taking files in needs.
 */
export function missingPath(words: readonly string[], cwd: string): string | undefined {
  const [command, ...given] = words;
  if (command !== 'ingest' || given.includes('--help') || given.includes('-h')) return undefined;
  return given
    .filter((word, at) => !word.startsWith('-') && given[at - 1] !== '--template')
    .map((path) => resolve(cwd, path))
    .find((path) => !existsSync(path));
}
