import type { Locale } from '../../language/locale.ts';
import { type ExportFormat, exportFormats } from '../../language/reading.ts';
import { slashForm } from '../arguments/grammar.ts';
import type { CommandResult, RegisteredCommand } from '../command.ts';
import { commandWord } from '../phrases.ts';
import { wholeList } from '../understanding/export-request.ts';
import { exportedReply, nothingExportedReply, printedReply } from '../wording/export-replies.ts';
import { type ExportFile, exportFile, hasTable, printedFile, sheetAsShown } from './exported.ts';

/** What a command gave, as it goes out: with a file where one was asked for. */
export type FinalResult = Omit<CommandResult, 'exported'> & { file?: ExportFile };

/** What was asked, and to which day (ISO) its figures belong. */
export type AskedFor = {
  command: RegisteredCommand;
  entities: Readonly<Record<string, unknown>>;
  locale: Locale;
  day: string;
};

/**
 * Gives the list of a result as the file that was asked for; where none was, says by which command its list can be exported.
 * Only here a list is read whole, so that nobody waits for a file who wants none.
 */
export async function withExport(
  { exported, ...result }: CommandResult,
  { command, entities, locale, day }: AskedFor,
): Promise<FinalResult> {
  const { reply } = result;
  const word = commandWord(command);
  const format = exportFormats.find((each) => each === entities.export);
  if (format === 'pdf') return printed(result, { command, entities, locale, day });
  if (exported === undefined && !hasTable(reply))
    return format === undefined || command.intent === 'unknown'
      ? result
      : { ...result, reply: nothingExportedReply(reply, locale) };
  if (format === undefined) {
    const form = slashForm(word, command.arguments, wholeList(entities));
    return form === undefined ? result : { ...result, reply: { ...reply, exportable: form } };
  }
  const given = await exported?.();
  const sheet = given?.sheet ?? (reply.table && sheetAsShown(reply.table));
  if (sheet === undefined) throw new Error('A list to export has neither values nor a table.');
  const form = slashForm(word, command.arguments, entities);
  const file = {
    ...(await exportFile(sheet, { format, word, day })),
    command: form === undefined ? undefined : exportCommand(form, format),
  };
  const whole = given === undefined ? 'shown' : given.cut ? 'no' : 'yes';
  const seen = [...result.seen, ...(given?.seen ?? [])];
  const { title = reply.title } = given ?? {};
  return {
    ...result,
    reply: exportedReply({ ...reply, title }, file, {
      rows: sheet.rows.length,
      whole,
      ofCustomers: seen.length > 0,
      locale,
    }),
    seen,
    file,
  };
}

/** Gives an answer as it is shown, printed. */
async function printed(
  result: Omit<CommandResult, 'exported'>,
  { command, entities, locale, day }: AskedFor,
): Promise<FinalResult> {
  if (command.intent === 'unknown') return result;
  const word = commandWord(command);
  const form = slashForm(word, command.arguments, entities);
  const file = {
    ...(await printedFile(result.reply, { word, day, locale })),
    command: form === undefined ? undefined : exportCommand(form, 'pdf'),
  };
  const ofCustomers = result.seen.length > 0;
  return { ...result, reply: printedReply(result.reply, file, { ofCustomers, locale }), file };
}

/** The command by which a list is had as a file. */
export const exportCommand = (exportable: string, format: ExportFormat): string =>
  `${exportable} as ${format}`;
