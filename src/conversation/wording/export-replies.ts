import type { Locale } from '../../language/locale.ts';
import { sayIn } from '../../language/messages.ts';
import { type ExportFile, mostExported } from '../export/exported.ts';
import type { Reply } from '../reply.ts';

/**
 * What comes with a file.
 * @param of.whole how much of the list the file has; shown: what the chat shows
 * @param of.ofCustomers whether it tells of single customers
 */
export function exportedReply(
  reply: Reply,
  { name }: ExportFile,
  {
    rows,
    whole,
    ofCustomers,
    locale,
  }: { rows: number; whole: 'yes' | 'shown' | 'no'; ofCustomers: boolean; locale: Locale },
): Reply {
  const say = sayIn(locale);
  return withFile(reply, say('export.summary', { file: name, rows, whole }), [
    ...(whole === 'no' ? [say('export.cut', { most: mostExported })] : []),
    ...(ofCustomers ? [say('export.care')] : []),
  ]);
}

/** What comes with a printed answer. */
export function printedReply(
  reply: Reply,
  { name }: ExportFile,
  { ofCustomers, locale }: { ofCustomers: boolean; locale: Locale },
): Reply {
  const say = sayIn(locale);
  const care = ofCustomers ? [say('export.care')] : [];
  return withFile(reply, say('export.printed', { file: name }), care);
}

const withFile = (
  { title, taken, visibility }: Reply,
  summary: string,
  details: string[],
): Reply => ({
  title,
  ...(taken === undefined ? {} : { taken }),
  summary,
  facts: [],
  details,
  charts: [],
  actions: [],
  visibility,
});

/** An answer that was asked for as a file and has no list: it is given, and says so first. */
export function nothingExportedReply(reply: Reply, locale: Locale): Reply {
  const say = sayIn(locale);
  return {
    ...reply,
    summary: say('export.nothing', { summary: reply.summary }),
    details: [...(reply.details ?? []), say('export.lists')],
  };
}
