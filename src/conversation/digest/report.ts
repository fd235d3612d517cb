import { todayIn } from '../../language/today.ts';
import { slashForm } from '../arguments/grammar.ts';
import type { CommandContext } from '../command-context.ts';
import { asked, reportOf } from '../commands/report/report-of.ts';
import { exportFile, printedFile } from '../export/exported.ts';
import { exportCommand } from '../export/with-export.ts';
import type { Reply } from '../reply.ts';
import type { Digest, DigestRequest } from './digest.ts';
import { inOneLine, opened } from './opening.ts';

/** What changed in a week, a month or a quarter, as `report` says it, with the same as a PDF and its figures as a workbook. */
export async function reportDigest(
  context: CommandContext,
  request: DigestRequest,
): Promise<Digest> {
  const { run, timezone, now, locale } = context;
  const { since, said = {}, found = {}, settings = {} } = request;
  const period = settings.period ?? 'weekly';
  const { reply, seen, exported } = await reportOf(context, { ...found, period });
  const nothingNew = since !== null && since.runId === run.id;
  const form = slashForm('report', asked, { ...said, period });
  const whole = form === undefined ? reply : withFileButtons(context, reply, form);
  const file = { word: 'report', day: run.asOf };
  return {
    reply: opened(nothingNew ? inOneLine(reply) : whole, request, context),
    seen,
    nothingNew,
    state: { toldOn: todayIn(timezone, now) },
    ...(nothingNew || exported === undefined
      ? {}
      : {
          files: async () => [
            await printedFile(reply, { ...file, locale }),
            await exportFile((await exported()).sheet, { ...file, format: 'xlsx' }),
          ],
        }),
  };
}

/** Where no file goes along, as in Teams, they are had by a press. */
const withFileButtons = ({ say }: CommandContext, reply: Reply, form: string): Reply => ({
  ...reply,
  exportable: form,
  actions: [
    { label: say('report.actions.pdf'), command: exportCommand(form, 'pdf') },
    ...reply.actions,
  ],
});
