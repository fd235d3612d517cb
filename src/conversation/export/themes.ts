import type { CommandContext } from '../command-context.ts';
import type { Theme } from '../feedback-themes.ts';
import { themeName } from '../wording/theme-words.ts';
import type { Exported } from './exported.ts';
import { sheetOf } from './sheet.ts';

/** What customers complain of, as a file, with every theme; it names no customer. */
export function themesExport({ say, bank }: CommandContext, themes: readonly Theme[]): Exported {
  return {
    sheet: sheetOf(themes, bank.currency, [
      {
        label: say('export.columns.theme'),
        type: 'text',
        value: ({ theme }) => themeName(theme, say),
      },
      { label: say('export.columns.complaints'), type: 'number', value: ({ count }) => count },
      { label: say('export.columns.change'), type: 'number', value: ({ change }) => change },
      {
        label: say('export.columns.sentiment'),
        type: 'number',
        value: ({ sentiment }) => sentiment,
      },
    ]),
    seen: [],
    cut: false,
  };
}
