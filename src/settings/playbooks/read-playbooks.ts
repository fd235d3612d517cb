import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config-error.ts';
import { type ReadYaml, readYaml, readYamlText, YamlError } from '../read-yaml.ts';
import { nearestOf } from './condition.ts';
import { type Playbook, playbook, playbookList } from './playbook.ts';

/** A playbook and where it was read from. */
export type FoundPlaybook = Playbook & { source: PlaybookSource };

/** A place in a YAML file from which playbooks were read: says on which line a part of it stands. */
export type PlaybookSource = { file: string; lineOf(path: readonly PropertyKey[]): number };

const section = 'playbooks';
const allowedKeys = Object.keys(playbook.shape);
/** Of what is wrong with a file, so much is told at once. */
const problemsTold = 50;

/**
 * Reads the playbooks of a bank: the section `playbooks` of its configuration, and the files of the folder `playbooks` beside
 * it, in the order of their names.
 * @param configFile the path of the configuration
 * @param read what the configuration says
 * @throws {ConfigError} naming file and line of everything that is wrong
 */
export function readPlaybooks(configFile: string, read: ReadYaml): Playbook[] {
  const folder = join(dirname(configFile), section);
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
        .map((name) => join(folder, name))
    : [];
  const found = [
    ...playbooksIn(configFile, read, { alone: false }),
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
    text = readYamlText(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${called} cannot be read (${why}). Name a YAML file of playbooks.`);
  }
  const found = playbooksIn(called, asYaml(called, text), { alone: true });
  refuseSharedIds(found);
  return found;
}

/** @param alone whether the file holds nothing but playbooks */
function playbooksIn(
  file: string,
  { value, lineOf }: ReadYaml,
  { alone }: { alone: boolean },
): FoundPlaybook[] {
  const root = z.record(z.string(), z.unknown()).safeParse(value);
  if (!root.success) {
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
    problemsOf(issue, standingAt(root.data[section], issue.path)),
  );
  const lines = wrong
    .slice(0, problemsTold)
    .map(({ path, why }) => `${file}:${lineOf([section, ...path])}: ${nameOf(path)}${why}`);
  const more = wrong.length - lines.length;
  if (more > 0) lines.push(`${file}: and ${more} more of the kind`);
  throw new ConfigError(lines.join('\n'));
}

function asYaml(file: string, text: string): ReadYaml {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new ConfigError(`${file}:${error.line}: ${error.message}`);
  }
}

/** What stands at a path of a value. */
function standingAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (above, key) =>
      typeof above === 'object' && above !== null && Object.hasOwn(above, key)
        ? Reflect.get(above, key)
        : undefined,
    value,
  );
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
