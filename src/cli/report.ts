import { Argument } from 'commander';
import { inQuotationMarks } from '../conversation/arguments/line.ts';
import { reportKinds } from '../store/kinds.ts';
import { type AnswerOptions, printAnswer } from './answer.ts';
import type { AddCommand } from './host.ts';
import { localeOption } from './locale-option.ts';
import { exportPath } from './write-export.ts';

const filters = ['branch', 'manager', 'segment', 'tier', 'tag'] as const;

type Options = AnswerOptions & Partial<Record<(typeof filters)[number], string>>;

/** `bellwether report`: what changed in a week, a month or a quarter, as chat tells it. */
export const report: AddCommand = (program, terminal, host) => {
  program
    .command('report')
    .description('what changed in a week, a month or a quarter')
    .addArgument(new Argument('[period]').choices(reportKinds).default('weekly'))
    .option('--branch <name>', 'only the customers of a branch')
    .option('--manager <name>', 'only the book of a manager')
    .option('--segment <name>', 'only the customers of a segment')
    .option('--tier <tier>', 'only those of a tier: high, medium or low')
    .option('--tag <name>', 'only those with a tag')
    .option('--as <email>', 'who is asking; in a demo store, the analyst by default')
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .option('--chart <file.png>', 'write the first chart to a file')
    .option('--export <file>', 'write the figures by group to a file, .csv or .xlsx', exportPath)
    .action((period: string, options: Options) => {
      const held = filters.flatMap((name) => {
        const value = options[name];
        return value === undefined ? [] : [`${name}=${inQuotationMarks(value)}`];
      });
      return printAnswer(['/value report', period, ...held].join(' '), options, terminal, host);
    });
};
