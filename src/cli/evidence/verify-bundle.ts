import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { evidenceShape } from '../../conversation/evidence/evidence.ts';
import { CommandFailed } from '../host.ts';
import { bundlePaths, checksums, sha256, stemOf } from './bundle.ts';
import { fingerprint, isSignedBy } from './evidence-key.ts';

/** What holds of a bundle's bytes. */
export type Verified = {
  json: { file: string; sha256: string };
  html: { file: string; sha256: string };
  /** the fingerprint of the key that it says it is signed by; null: it is not signed */
  signedBy: string | null;
  /** whether a key was given, and it signed exactly these bytes */
  signatureChecked: boolean;
};

/**
 * Checks every byte of a bundle: the document and its JSON against the checksums, and these against the signature.
 * @param path any file of the bundle
 * @param key whose signature it must bear; undefined: no signature is checked
 * @throws CommandFailed with what does not hold
 */
export async function verifyBundle(path: string, key: KeyObject | undefined): Promise<Verified> {
  const stem = stemOf(path);
  if (stem === undefined)
    throw new CommandFailed(
      `${path} is no file of a bundle. Name its .html, .json, .sha256 or .sig file.`,
    );
  const paths = bundlePaths(stem);
  const [json, html, sums] = await Promise.all([
    readPart(paths.json),
    readPart(paths.html),
    readPart(paths.sums),
  ]);
  const hashes = { json: sha256(json), html: sha256(html) };
  if (sums.toString('utf8') !== checksums(paths, hashes))
    throw new CommandFailed(whatDiffers(sums.toString('utf8'), paths, hashes));
  if (!html.includes(`name="bellwether-json-sha256" content="${hashes.json}"`))
    throw new CommandFailed(
      `Changed: ${basename(paths.html)} does not name the SHA-256 of ${basename(paths.json)}.`,
    );
  const signedBy = keyNamedIn(json, paths.json);
  const checked = {
    json: { file: paths.json, sha256: hashes.json },
    html: { file: paths.html, sha256: hashes.html },
    signedBy,
  };
  if (signedBy === null) {
    if (key === undefined) return { ...checked, signatureChecked: false };
    throw new CommandFailed('Not signed: the bundle says of itself that it bears no signature.');
  }
  const signature = await readPart(paths.signature);
  if (key === undefined) return { ...checked, signatureChecked: false };
  if (fingerprint(key) !== signedBy)
    throw new CommandFailed(
      `Another key: the bundle says it is signed by ${signedBy}, and the key given is ${fingerprint(key)}.`,
    );
  if (!isSignedBy(sums, signature, key))
    throw new CommandFailed(
      `Changed: ${basename(paths.signature)} is not the signature of ${basename(paths.sums)} by this key.`,
    );
  return { ...checked, signatureChecked: true };
}

async function readPart(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new CommandFailed(
      `${path} cannot be read (${why}). A bundle is its .html, .json and .sha256 files, and .sig where it is signed.`,
    );
  }
}

function whatDiffers(
  sums: string,
  paths: ReturnType<typeof bundlePaths>,
  hashes: { json: string; html: string },
): string {
  const changed = (['json', 'html'] as const).filter((each) => !sums.includes(hashes[each]));
  return changed.length === 0
    ? `Changed: ${basename(paths.sums)} is not the list of these two files. Were they renamed?`
    : `Changed: ${changed.map((each) => basename(paths[each])).join(' and ')} ${changed.length === 1 ? 'is' : 'are'} not what ${basename(paths.sums)} says.`;
}

function keyNamedIn(json: Buffer, path: string): string | null {
  let read: unknown;
  try {
    read = JSON.parse(json.toString('utf8'));
  } catch {
    throw new CommandFailed(`${path} is not a document of JSON.`);
  }
  const evidence = evidenceShape.safeParse(read);
  if (!evidence.success)
    throw new CommandFailed(`${path} is not evidence on a model as this version writes it.`);
  return evidence.data.signature.key;
}
