import { basename, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { findFiles } from '../ingest/find-files.ts';
import type { FileCounts } from '../ingest/ingest-report.ts';
import { readMapping } from '../ingest/mapping.ts';
import { formatsOf } from '../language/catalogs.ts';
import { defaultLocale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { type AddCommand, CommandFailed } from './host.ts';
import { bar, progressLine } from './progress-line.ts';

const standardMapping = fileURLToPath(
  new URL('../../config/mappings/standard.yaml', import.meta.url),
);

type Options = { mapping?: string; template?: string; json?: true };

/** `bellwether ingest`: a bank's files into the store. */
export const ingestCommand: AddCommand = (program, terminal, host) => {
  program
    .command('ingest')
    .description("load a bank's files into the store; loading the same files again changes nothing")
    .argument('[paths...]', 'files and folders')
    .option('--mapping <file>', 'how the files are read; by default, the standard layout')
    .option(
      '--template <dir>',
      'write an empty file of each kind in the standard layout, then stop',
    )
    .option('--json', 'print one JSON document')
    .action(async (paths: string[], options: Options, command: Command) => {
      const file =
        options.mapping === undefined ? standardMapping : resolve(terminal.cwd, options.mapping);
      const mapping = readMapping(file);
      if (options.template !== undefined) {
        const { writeTemplates } = await import('../ingest/write-templates.ts');
        const written = writeTemplates(resolve(terminal.cwd, options.template), mapping);
        terminal.out(options.json ? `${neutralJson({ written })}\n` : `${written.join('\n')}\n`);
        return;
      }
      if (paths.length === 0) {
        command.error('Name the files or folders to load, or use --template DIR.');
      }
      const found = paths.map((path) => resolve(terminal.cwd, path));
      // A wrong path is told before the store is opened, and what that takes is loaded.
      findFiles(mapping, found);
      const [
        { ingest },
        { filesOfMostlyRejects, filesOfRejectsAlone },
        { printReport, warningWords },
      ] = await Promise.all([
        import('../ingest/ingest.ts'),
        import('../ingest/ingest-report.ts'),
        import('../ingest/print-report.ts'),
      ]);
      const store = await host.store();
      const progress = progressLine(terminal, () => host.now().getTime());
      const report = await ingest(store, {
        mapping,
        mappingName: basename(file, extname(file)),
        paths: found,
        now: host.now,
        signal: terminal.signal,
        onWaiting: () =>
          progress.done('Waiting for another import or valuation run on this store to end.'),
        onProgress(now) {
          const left = now.secondsLeft === null ? '' : `, ${Math.ceil(now.secondsLeft)} s left`;
          const rate = Math.round(now.rowsPerSecond).toLocaleString(formatsOf(defaultLocale));
          progress.show(
            now.phase === 'storing'
              ? `Storing ${now.rows.toLocaleString(formatsOf(defaultLocale))} rows`
              : `${bar(now.bytesDone, now.bytesTotal)} ${basename(now.file)} ${now.rows.toLocaleString(formatsOf(defaultLocale))} rows, ${rate}/s${left}`,
          );
        },
      });
      progress.done();
      const warnings = report.warnings.map((warning) => ({
        ...warning,
        message: warningWords(warning, defaultLocale),
      }));
      terminal.out(
        options.json
          ? `${neutralJson({ ...report, warnings })}\n`
          : printReport(report, defaultLocale),
      );
      const say = sayIn(defaultLocale);
      const nameOf = ({ file, table }: FileCounts) =>
        table === undefined ? file : `${file} → ${table}`;
      const failed = [
        ...filesOfRejectsAlone(report).map((of) =>
          say('ingest-report.allRejected', { file: nameOf(of), rows: of.rejected }),
        ),
        ...filesOfMostlyRejects(report).map((of) =>
          say('ingest-report.mostRejected', {
            file: nameOf(of),
            rejected: of.rejected,
            rows: of.read - of.skipped,
          }),
        ),
      ];
      if (failed.length > 0) throw new CommandFailed(failed.join('\n'));
    });
};
