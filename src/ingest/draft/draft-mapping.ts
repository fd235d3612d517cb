import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { draftFile } from './draft-file.ts';
import { sampleFile } from './sample-file.ts';

/**
 * Looks at files and writes a first mapping of them, in YAML: what is guessed is marked by GUESS, and what nobody can
 * tell from the files stands at the top, as comments.
 * @throws IngestError when a file cannot be read, or holds no table
 */
export async function draftMapping(paths: readonly string[], timezone: string): Promise<string> {
  const files: string[] = [];
  const open: string[] = [];
  let currency: string | undefined;
  const names = new Set<string>();
  for (const path of paths) {
    const { samples, sheetsWithout } = await sampleFile(path);
    const day = statSync(path).mtime.toISOString().slice(0, 10);
    const plain = basename(path).replace(/\.gz$/i, '');
    if (sheetsWithout.length > 0)
      open.push(
        `${plain}: no table was found in ${sheetsWithout.map((sheet) => `"${sheet}"`).join(', ')}; the sheets with one are ${samples.map(({ sheet }) => `"${sheet}"`).join(', ')}.`,
      );
    for (const sample of samples) {
      const stem = plain.slice(0, plain.length - extname(plain).length);
      const name = uniqueName(sample.sheet === undefined ? stem : `${stem} ${sample.sheet}`, names);
      const drafted = draftFile(sample, day, stem);
      const told = sample.sheet === undefined ? plain : `${plain} (${sample.sheet})`;
      currency ??= drafted.currency;
      open.push(...drafted.doubts.map((doubt) => `${told}: ${doubt}`));
      if (drafted.unused.length > 0)
        open.push(`${told}: not used: ${drafted.unused.map((column) => `"${column}"`).join(', ')}`);
      files.push(
        `  ${JSON.stringify(name)}:`,
        `    name: ${JSON.stringify(plain)}`,
        `    format:`,
        ...(sample.sheet === undefined ? [] : [`      sheet: ${JSON.stringify(sample.sheet)}`]),
        ...drafted.format.map((line) => `      ${line}`),
        ...(sample.preamble === null
          ? [
              '    header: false   # GUESS: the first line is a row',
              `    columns: ${JSON.stringify(sample.columns)}`,
            ]
          : []),
        '    tables:',
        ...drafted.tables.flatMap((lines) =>
          lines.map((line, n) => `      ${n === 0 ? '- ' : '  '}${line}`),
        ),
      );
    }
  }
  return [
    '# A first mapping, drafted from the beginning of the files. Look at what is marked GUESS, then load them with',
    '# `bellwether ingest --mapping THIS FILES…`. docs/mappings.md explains every key.',
    ...(open.length > 0
      ? ['#', '# To decide:', ...open.map((line) => `# - ${line.replace(/\s+/g, ' ')}`)]
      : []),
    '',
    'bank:',
    '  name: Your bank   # GUESS',
    `  currency: ${currency ?? 'EUR'}   # GUESS${currency === undefined ? ': nothing in the files tells it' : ''}`,
    `  timezone: ${timezone}   # GUESS: that of this computer`,
    '',
    'files:',
    ...files,
    '',
  ].join('\n');
}

function uniqueName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  taken.add(name);
  return name;
}
