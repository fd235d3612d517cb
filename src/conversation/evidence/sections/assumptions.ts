import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { valueCardShape } from '../../../scoring/value/value-card.ts';
import { runWarnings } from '../../wording/run-warnings.ts';
import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';

/** What the model takes for granted, and what the run warned of. */
export function assumptions(gathered: Gathered): SectionBody {
  const { kind, context } = gathered;
  const { say } = context;
  const own = { churn: ofChurn, clv: ofValue, segments: ofSegments }[kind](gathered);
  return {
    paragraphs: [say('model-evidence.assumptions.general', { kind }), ...own],
    unknown: [
      say('model-evidence.assumptions.unknown.regime'),
      say('model-evidence.assumptions.unknown.cause'),
    ],
  };
}

function warned(warnings: readonly string[], { say }: Gathered['context']): string[] {
  return warnings.length === 0
    ? [say('model-evidence.assumptions.noWarnings')]
    : [say('model-evidence.assumptions.warned'), ...warnings];
}

function ofChurn({ model, context }: Gathered): string[] {
  const { say, locale } = context;
  const { definition, warnings } = churnCardShape.parse(model.card);
  return [
    definition.definition === 'closed'
      ? say('model-evidence.assumptions.closed')
      : say('model-evidence.assumptions.dormant', { days: definition.dormantDays }),
    ...warned(runWarnings(warnings, locale), context),
  ];
}

function ofValue({ model, context }: Gathered): string[] {
  const { say, locale, format } = context;
  const { survival, warnings } = valueCardShape.parse(model.card);
  return [
    ...(survival?.from === 'base rate'
      ? [
          say('model-evidence.assumptions.baseRate', {
            share: format.percent(survival.leavingWithinHorizon),
          }),
        ]
      : []),
    ...(survival?.from === 'churn model' && survival.reversion !== undefined
      ? [say('model-evidence.assumptions.fading')]
      : []),
    ...warned(runWarnings(warnings, locale), context),
  ];
}

function ofSegments({ context: { say } }: Gathered): string[] {
  return [say('segments-card.distances'), say('model-evidence.assumptions.notWatched')];
}
