import { runWarnings } from '../conversation/wording/run-warnings.ts';
import { defaultLocale } from '../language/locale.ts';
import { neutralJson } from '../language/neutral-text.ts';
import { score } from '../scoring/run/valuation-run.ts';
import { dayOption } from './day-option.ts';
import type { AddCommand } from './host.ts';
import { bar, progressLine } from './progress-line.ts';

/** `bellwether score`: values every customer and publishes the run whole. */
export const scoreCommand: AddCommand = (program, terminal, host) => {
  program
    .command('score')
    .description('value every customer as of a date, and publish the run')
    .addOption(
      dayOption(
        '--as-of <date>',
        'nothing dated later is used; by default, the latest date in the data that is not after today',
      ),
    )
    .option('--json', 'print one JSON document')
    .action(async (options: { asOf?: string; json?: true }) => {
      const store = await host.store();
      const progress = progressLine(terminal, () => host.now().getTime());
      const report = await score(store, {
        config: host.config,
        now: host.now,
        signal: terminal.signal,
        ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
        onProgress: ({ step, done, total }) => progress.show(`${step} ${bar(done, total)}`),
      });
      progress.done();
      const warnings = runWarnings(report.warnings, defaultLocale);
      if (options.json) {
        terminal.out(`${neutralJson({ ...report, warnings })}\n`);
        return;
      }
      terminal.out(
        `Run ${report.runId} as of ${report.asOf} is published: ${report.customers} customers.\n`,
      );
      for (const warning of warnings) terminal.out(`  ${warning}\n`);
    });
};
