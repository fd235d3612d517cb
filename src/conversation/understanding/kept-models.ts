import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where what was learnt is kept: beside the packages, for it can always be learnt again. */
const cache = new URL('../../../node_modules/.cache/bellwether/', import.meta.url);

/** The file of something that was learnt. */
export const fileKept = (name: string): URL => new URL(name, cache);

/** Keeps a file whole or not at all; where nothing may be written, it is learnt again next time. */
export function keep(file: URL, content: Uint8Array): void {
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
