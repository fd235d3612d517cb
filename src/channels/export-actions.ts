import { exportCommand } from '../conversation/export/with-export.ts';
import type { Action, Reply } from '../conversation/reply.ts';
import type { Locale } from '../language/locale.ts';
import { sayIn } from '../language/messages.ts';

/** The buttons that give a reply's list as a file; none where it has no list. */
export const exportActions = ({ exportable }: Reply, locale: Locale): Action[] =>
  exportable === undefined
    ? []
    : (['csv', 'xlsx'] as const).map((format) => ({
        label: sayIn(locale)(`channels.exportAs.${format}`),
        command: exportCommand(exportable, format),
      }));
