import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Evidence } from '../../conversation/evidence/evidence.ts';
import { CommandFailed } from '../host.ts';
import { writeForOwner } from '../write-export.ts';
import { signed } from './evidence-key.ts';
import { evidencePage } from './evidence-page.ts';

/** The files of a bundle: the document for people and for programs, their checksums, and the signature of these. */
export type BundlePaths = Readonly<Record<'html' | 'json' | 'sums' | 'signature', string>>;

/** The files of the bundle whose names begin so. */
export const bundlePaths = (stem: string): BundlePaths => ({
  html: `${stem}.html`,
  json: `${stem}.json`,
  sums: `${stem}.sha256`,
  signature: `${stem}.sig`,
});

/** The beginning of the names of a bundle's files, by the path of any of them; undefined for another file. */
export function stemOf(path: string): string | undefined {
  const [, stem] = /^(.*[^/\\.])\.(?:html|json|sha256|sig)$/.exec(path) ?? [];
  return stem;
}

/**
 * Where a bundle goes: the files beside one that is named, or files named for what they are in a folder.
 * @param out a file that ends in .html or .json, or a folder, which need not be there
 */
export function stemIn(out: string, { kind, run, locale }: Evidence): string {
  const isFolder = existsSync(out) && statSync(out).isDirectory();
  const stem = isFolder || !/\.(?:html|json)$/.test(out) ? undefined : stemOf(out);
  return stem ?? join(out, `evidence-${kind}-${run.asOf}-${locale}`);
}

/** SHA-256 in hexadecimal. */
export const sha256 = (bytes: string | Buffer): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The checksums of a bundle, as `sha256sum` writes and checks them: what is signed. */
export function checksums(
  { json, html }: Pick<BundlePaths, 'json' | 'html'>,
  hashes: { json: string; html: string },
): string {
  return `${hashes.json}  ${basename(json)}\n${hashes.html}  ${basename(html)}\n`;
}

/** What a bundle was written as. */
export type Written = { paths: BundlePaths; hashes: { json: string; html: string } };

/**
 * Writes a bundle: each file whole or not at all, the checksums last, so that a bundle that broke off never passes for one.
 * @param key null: it is not signed
 * @throws CommandFailed where a file is there already and may not be replaced, or the file system refuses
 */
export async function writeBundle(
  evidence: Evidence,
  stem: string,
  { key, force }: { key: KeyObject | null; force: boolean },
): Promise<Written> {
  const paths = bundlePaths(stem);
  const there = Object.values(paths).find((path) => existsSync(path));
  if (there !== undefined && !force)
    throw new CommandFailed(`${there} is there already. Name another place, or add --force.`);
  const json = `${JSON.stringify(evidence, null, 2)}\n`;
  const html = evidencePage(evidence, { name: basename(paths.json), hash: sha256(json) });
  const hashes = { json: sha256(json), html: sha256(html) };
  const sums = checksums(paths, hashes);
  try {
    await mkdir(dirname(stem), { recursive: true });
    await replaceAll(paths, [
      [paths.json, json],
      [paths.html, html],
      ...(key === null ? [] : [[paths.signature, signed(Buffer.from(sums), key)] as const]),
      [paths.sums, sums],
    ]);
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new CommandFailed(`The evidence could not be written: ${error.message}`);
    throw error;
  }
  return { paths, hashes };
}

/** Writes every file beside its place first; only then are the old ones taken away and the new ones put there. */
async function replaceAll(
  paths: BundlePaths,
  files: readonly (readonly [path: string, content: string | Buffer])[],
): Promise<void> {
  const parts = files.map(([path]) => `${path}.${randomBytes(6).toString('hex')}.part`);
  try {
    for (const [at, [, content]] of files.entries())
      await writeForOwner(parts[at] ?? '', content, true);
    await rm(paths.sums, { force: true });
    await rm(paths.signature, { force: true });
    for (const [at, [path]] of files.entries()) await rename(parts[at] ?? '', path);
  } finally {
    for (const part of parts) await rm(part, { force: true });
  }
}
