import { type AnswerOptions, printAnswer } from './answer.ts';
import type { AddCommand } from './host.ts';
import { localeOption } from './locale-option.ts';
import { exportPath } from './write-export.ts';

/** `bellwether ask`: one question, answered as a card, or as one JSON document. */
export const ask: AddCommand = (program, terminal, host) => {
  program
    .command('ask')
    .description('ask a question, as in chat')
    .argument('<text>', 'for example "value customer 1042" or "who is about to leave?"')
    .option('--as <email>', 'who is asking; in a demo store, the analyst by default')
    .addOption(localeOption())
    .option('--json', 'print one JSON document')
    .option('--chart <file.png>', 'write the first chart to a file')
    .option('--export <file>', 'write the whole list to a file, .csv or .xlsx', exportPath)
    .action((text: string, options: AnswerOptions) => printAnswer(text, options, terminal, host));
};
