import { open } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { ExportFile } from '../conversation/export/exported.ts';
import { type ExportFormat, exportFormats } from '../language/reading.ts';
import { CommandFailed, type Terminal } from './host.ts';

/** Where a list is written, and as what. */
export type ExportPath = { path: string; format: ExportFormat };

const endings = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(
  exportFormats.map((each) => `.${each}`),
);

/** Parses a path of `--export`, whose ending says the format. */
export function exportPath(path: string): ExportPath {
  const ending = extname(path).slice(1).toLowerCase();
  const format = exportFormats.find((each) => each === ending);
  if (format === undefined)
    throw new InvalidArgumentError(`the name of a file that ends in ${endings} was expected.`);
  return { path, format };
}

/**
 * Writes a list into a file that only its owner may read. Where the command line names no file, it gets the list's own name
 * in the folder where the command was given, and no file that is there is written over.
 * @throws CommandFailed where it cannot be written
 */
export async function writeExport(
  { name, content }: ExportFile,
  { cwd, err }: Pick<Terminal, 'cwd' | 'err'>,
  asked: ExportPath | undefined,
): Promise<void> {
  const path = resolve(cwd, asked?.path ?? name);
  try {
    await writeForOwner(path, content, asked === undefined);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailed(
      asked === undefined
        ? `The list could not be written to ${path} (${why}). Name another file with --export FILE.`
        : `--export ${asked.path} could not be written: ${why}`,
    );
  }
  err(`List written to ${path}\n`);
}

/**
 * Writes a file that only its owner may read.
 * @param isNew whether no file may be there yet
 * @throws what the file system has against it
 */
export async function writeForOwner(
  path: string,
  content: string | Uint8Array,
  isNew = false,
): Promise<void> {
  const file = await open(path, isNew ? 'wx' : 'w', 0o600);
  try {
    // A file that was there keeps its mode.
    await file.chmod(0o600);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}
