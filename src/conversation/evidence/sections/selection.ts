import { nameIn } from '../../../language/names.ts';
import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { valueCardShape } from '../../../scoring/value/value-card.ts';
import { decisionSentence } from '../../commands/model-card/churn-sentences.ts';
import { candidatesTable } from '../../commands/model-card/churn-tables.ts';
import { choiceSentences } from '../../commands/model-card/value-card.ts';
import { comparisonTable } from '../../commands/model-card/value-comparison.ts';
import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';
import { segmentationCards } from './segmentation-cards.ts';

/** Which models competed, and how it was decided. */
export function selection(gathered: Gathered): SectionBody {
  const { say } = gathered.context;
  const own = { churn: ofChurn, clv: ofValue, segments: ofSegments }[gathered.kind](gathered);
  return {
    ...own,
    unknown: [...(own.unknown ?? []), say('model-evidence.selection.unknown.outside')],
  };
}

function ofChurn({ model, context }: Gathered): SectionBody {
  const { say, format } = context;
  const { selection: competed } = churnCardShape.parse(model.card);
  if (competed === null) return { unknown: [say('model-evidence.selection.unknown.churn')] };
  const { columns, rows } = candidatesTable(competed, model.method, context);
  return {
    paragraphs: [decisionSentence(model.method, competed, context)],
    facts: [
      {
        label: say('model-evidence.selection.selectedOn'),
        value: format.day(competed.selectedOn),
      },
      {
        label: say('model-evidence.selection.judgedOn'),
        value: say('model-evidence.selection.judgedOnValues', {
          judgedOn: competed.judgedOn === 'later window' ? 'window' : 'folds',
        }),
      },
      {
        label: say('model-evidence.selection.rows'),
        value: say('model-evidence.selection.rowsOf', {
          rows: competed.rows,
          leavers: competed.leavers,
        }),
      },
    ],
    tables: [{ caption: say('model-evidence.selection.competed'), columns, rows }],
  };
}

function ofValue({ model, context }: Gathered): SectionBody {
  const { say } = context;
  const card = valueCardShape.parse(model.card);
  const { backtest, choice } = card;
  const compared = backtest === null ? undefined : comparisonTable(card, backtest, context);
  return {
    paragraphs: choiceSentences(card, context),
    tables:
      compared === undefined
        ? []
        : [
            {
              caption: say('model-evidence.selection.methods'),
              columns: compared.columns,
              rows: compared.rows,
            },
          ],
    unknown: [
      ...(choice === null ? [say('model-evidence.selection.unknown.clv')] : []),
      ...(backtest === null ? [say('model-evidence.selection.unknown.clvBaselines')] : []),
    ],
  };
}

function ofSegments(gathered: Gathered): SectionBody {
  const { say, format, locale } = gathered.context;
  const cards = segmentationCards(gathered);
  return {
    paragraphs: cards.flatMap(({ name, card: { choice } }) =>
      choice === null
        ? [say('model-evidence.selection.set', { segmentation: nameIn(name, locale) })]
        : [],
    ),
    tables: cards.flatMap(({ name, card: { choice } }) =>
      choice === null
        ? []
        : [
            {
              caption: say('model-evidence.selection.counts', {
                segmentation: nameIn(name, locale),
              }),
              columns: [
                { label: say('model-evidence.selection.segments'), align: 'end' as const },
                { label: say('model-evidence.selection.silhouette'), align: 'end' as const },
                { label: say('model-evidence.selection.chosen'), align: 'start' as const },
              ],
              rows: choice.candidates.map(({ k, silhouette }) => [
                String(k),
                silhouette === null ? '–' : format.fixed(silhouette, 3),
                k === choice.k
                  ? say('model-evidence.lineage.yes')
                  : say('model-evidence.lineage.no'),
              ]),
            },
          ],
    ),
    unknown: [say('model-evidence.selection.unknown.segments')],
  };
}
