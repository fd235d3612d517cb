import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { draftMapping } from '../ingest/draft/draft-mapping.ts';
import { type AddCommand, CommandFailed } from './host.ts';

/** `bellwether mapping`: how a bank's files are read. */
export const mapping: AddCommand = (program, terminal) => {
  const group = program.command('mapping').description("how a bank's files are read");
  group
    .command('draft')
    .description('look at files and write a first mapping of them, its guesses marked')
    .argument('<files...>', 'CSV and other delimited files, and workbooks (.xlsx)')
    .option('--out <file>', 'where to write it; by default it is printed')
    .action(async (files: string[], options: { out?: string }) => {
      const paths = files.map((file) => resolve(terminal.cwd, file));
      const missing = paths.find((path) => !existsSync(path));
      if (missing !== undefined) throw new CommandFailed(`${missing} does not exist`);
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
      const text = await draftMapping(paths, timeZone);
      if (options.out === undefined) {
        terminal.out(text);
        return;
      }
      const path = resolve(terminal.cwd, options.out);
      try {
        writeFileSync(path, text, { flag: 'wx' });
      } catch (error) {
        const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        throw new CommandFailed(
          why === 'EEXIST'
            ? `--out ${path} is there already and is left as it is: name another file.`
            : `--out ${path} could not be written (${why}): name another file.`,
        );
      }
      terminal.out(`${path}\n`);
    });
};
