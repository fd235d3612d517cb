import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fitsPattern } from './file-name-pattern.ts';
import { IngestError } from './ingest-error.ts';
import type { Mapping } from './mapping.ts';

/**
 * A file to take in, and which of the mapping's files it is. Of a workbook of which several sheets are taken, each is one, whose
 * name says which.
 */
export type FoundFile = { path: string; name: string; bytes: number; as: string };

/**
 * Finds the files to take in: those named, and in the folders named those whose names the mapping knows, in the order
 * of their names.
 * @throws IngestError when a path is not there, is of no name the mapping knows, or when there is nothing to take in
 */
export function findFiles(mapping: Mapping, paths: readonly string[]): FoundFile[] {
  const patterns = Object.entries(mapping.files).map(([as, { name, format }]) => ({
    as,
    names: name,
    sheet: format.sheet,
  }));
  const known = Object.values(mapping.files)
    .flatMap((file) => file.name)
    .join(', ');
  const found = new Map<string, FoundFile[]>();
  const take = (path: string, stats: Stats): boolean => {
    const name = basename(path);
    const fitting = patterns.filter((p) => p.names.some((pattern) => fitsPattern(name, pattern)));
    const [first, second] = fitting;
    if (first === undefined) return false;
    const sheets = new Set(fitting.flatMap(({ sheet }) => sheet ?? []));
    if (second !== undefined && sheets.size < fitting.length) {
      throw new IngestError(
        `${path} is both ${first.as} and ${second.as} by the names in the mapping: make the names there tell them apart or, of a workbook, give each a sheet of its own`,
      );
    }
    if (!stats.isFile()) {
      const what = stats.isDirectory() ? 'a directory' : 'no regular file';
      throw new IngestError(`${path} is ${what}, expected a file with the rows of ${first.as}`);
    }
    const same = [...found.values()]
      .flat()
      .find((other) => basename(other.path) === name && other.path !== path);
    if (same !== undefined) {
      throw new IngestError(
        `${same.path} and ${path} have one name, by which rejects are told apart: take them in one after the other`,
      );
    }
    found.set(
      path,
      fitting.map(({ as, sheet }) => ({
        path,
        name: second === undefined ? name : `${name} (${sheet})`,
        bytes: stats.size,
        as,
      })),
    );
    return true;
  };
  for (const path of paths) {
    const stats = stat(path);
    if (
      stats.isDirectory() &&
      !patterns.some((p) => p.names.some((pattern) => fitsPattern(basename(path), pattern)))
    ) {
      const taken = readdirSync(path)
        .sort()
        .filter((name) => take(join(path, name), stat(join(path, name))));
      if (taken.length === 0) {
        throw new IngestError(`${path} has no file that the mapping knows: it knows ${known}`);
      }
    } else if (!take(path, stats)) {
      throw new IngestError(`${path} is no file that the mapping knows: it knows ${known}`);
    }
  }
  if (found.size === 0) {
    throw new IngestError(`no files were named: name the files or folders to take in (${known})`);
  }
  return [...found.values()].flat();
}

function stat(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new IngestError(`${path} does not exist`);
    if (code === 'EACCES') throw new IngestError(`${path} may not be read by this user`);
    throw error;
  }
}
