import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../config-error.ts';
import { lineIn } from '../yaml-lines.ts';
import { nearestOf } from './condition.ts';
import { type Playbook, playbook, playbookList } from './playbook.ts';

/** A playbook and where it was read from. */
export type FoundPlaybook = Playbook & { source: PlaybookSource };

/** A place in a YAML file from which playbooks were read: says on which line a part of it stands. */
export type PlaybookSource = { file: string; lineOf(path: readonly PropertyKey[]): number };

const section = 'playbooks';
const allowedKeys = Object.keys(playbook.shape);
const largest = 1_000_000;

/**
 * Reads the playbooks of a bank: the section `playbooks` of its configuration, and the files of the folder `playbooks` beside
 * it, in the order of their names.
 * @param configFile the path of the configuration
 * @param text what the configuration says
 * @throws {ConfigError} naming file and line of everything that is wrong
 */
export function readPlaybooks(configFile: string, text: string): Playbook[] {
  const folder = join(dirname(configFile), section);
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
        .map((name) => join(folder, name))
    : [];
  const found = [
    ...playbooksIn(configFile, text, { alone: false }),
    ...files.flatMap((file) => readPlaybookFile(file)),
  ];
  refuseSharedIds(found);
  return found.map(({ source: _, ...rest }) => rest);
}

/**
 * Reads one file of playbooks.
 * @param called what messages call the file
 * @throws {ConfigError} naming the file and the line of everything that is wrong
 */
export function readPlaybookFile(file: string, called = file): FoundPlaybook[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${called} cannot be read (${why}). Name a YAML file of playbooks.`);
  }
  const found = playbooksIn(called, text, { alone: true });
  refuseSharedIds(found);
  return found;
}

/** @param alone whether the file holds nothing but playbooks */
function playbooksIn(file: string, text: string, { alone }: { alone: boolean }): FoundPlaybook[] {
  if (text.length > largest) throw new ConfigError(`${file} is too large: expected at most 1 MB.`);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    throw new ConfigError(`${file}:${line}: not valid YAML: ${broken.message.split('\n')[0]}`);
  }
  const lineOf = (path: readonly PropertyKey[]) => lineIn(document, lineCounter, path);
  const root = z.record(z.string(), z.unknown()).safeParse(document.toJS());
  if (!root.success || Array.isArray(document.toJS())) {
    throw new ConfigError(`${file}:1: expected a section "${section}:" with a list of playbooks`);
  }
  const other = Object.keys(root.data).find((key) => key !== section);
  if (alone && other !== undefined) {
    throw new ConfigError(
      `${file}:${lineOf([other])}: ${JSON.stringify(other)} is nothing that a file of playbooks has; ${nearestOf(other, [section])}`,
    );
  }
  if (root.data[section] === undefined) {
    if (!alone) return [];
    throw new ConfigError(`${file}:1: expected a section "${section}:" with a list of playbooks`);
  }
  const list = playbookList.safeParse(root.data[section]);
  if (list.success) {
    const source = (i: number): PlaybookSource => ({
      file,
      lineOf: (path) => lineOf([section, i, ...path]),
    });
    return list.data.map((each, i) => ({ ...each, source: source(i) }));
  }
  const wrong = list.error.issues.flatMap((issue) =>
    problemsOf(issue, document.getIn([section, ...issue.path])),
  );
  const lines = wrong.map(
    ({ path, why }) => `${file}:${lineOf([section, ...path])}: ${nameOf(path)}${why}`,
  );
  throw new ConfigError(lines.join('\n'));
}

/** What to call the setting at a path: what stands in a condition names itself. */
function nameOf(path: readonly PropertyKey[]): string {
  const setting = path.filter((part) => typeof part === 'string');
  return setting[0] === 'when' || setting.length === 0 ? '' : `${setting.join('.')}: `;
}

/** @param given what stands there */
function problemsOf(
  issue: z.core.$ZodIssue,
  given: unknown,
): { path: PropertyKey[]; why: string }[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      why: `no such setting; ${nearestOf(key, allowedKeys)}`,
    }));
  }
  if (issue.code === 'invalid_value') {
    return [{ path: issue.path, why: nearestOf(String(given), issue.values.map(String)) }];
  }
  if (issue.code === 'invalid_key') {
    return [{ path: issue.path, why: issue.issues[0]?.message ?? issue.message }];
  }
  return [{ path: issue.path, why: issue.message }];
}

function refuseSharedIds(found: readonly FoundPlaybook[]): void {
  const holders = new Map<string, FoundPlaybook>();
  for (const each of found) {
    const holder = holders.get(each.id);
    if (holder !== undefined) {
      const where = `${holder.source.file}:${holder.source.lineOf(['id'])}`;
      throw new ConfigError(
        `${each.source.file}:${each.source.lineOf(['id'])}: id: ${each.id} is also the playbook of ${where}; give it an id of its own`,
      );
    }
    holders.set(each.id, each);
  }
}
