import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { valueCardShape } from '../../../scoring/value/value-card.ts';
import { trainingFacts, versionFacts } from '../../commands/model-card/churn-facts.ts';
import { droppedSentences } from '../../commands/model-card/churn-sentences.ts';
import { valuingFacts } from '../../commands/model-card/value-facts.ts';
import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';

/** How the model works, and with which settings. */
export function method(gathered: Gathered): SectionBody {
  const { kind, context, parameters } = gathered;
  const { say } = context;
  const fitted = { churn: ofChurn, clv: ofValue, segments: ofSegments }[kind](gathered);
  const selection = say('model-evidence.sections.selection');
  return {
    paragraphs: [
      say('model-evidence.method.about', { kind, selection }),
      ...(fitted.paragraphs ?? []),
    ],
    facts: fitted.facts ?? [],
    tables:
      parameters === null
        ? []
        : [
            {
              caption: say('model-evidence.method.parameters'),
              columns: [
                { label: say('model-evidence.method.setting'), align: 'start' },
                { label: say('model-evidence.method.value'), align: 'start' },
              ],
              rows: Object.entries(parameters),
            },
          ],
    unknown: [
      ...(parameters === null ? [say('model-evidence.method.unknown.parameters')] : []),
      ...(fitted.unknown ?? []),
    ],
  };
}

function ofChurn({ model, context }: Gathered): SectionBody {
  const card = churnCardShape.parse(model.card);
  const version = versionFacts(card, context);
  return {
    paragraphs: droppedSentences(card.dropped, context),
    facts: [...trainingFacts(model, card, context), ...version],
    unknown: version.length === 0 ? [context.say('model-evidence.method.unknown.version')] : [],
  };
}

function ofValue({ model, context }: Gathered): SectionBody {
  return {
    facts: valuingFacts(model, valueCardShape.parse(model.card), context),
    unknown: [context.say('model-evidence.method.unknown.version')],
  };
}

function ofSegments({ model, context: { say, format } }: Gathered): SectionBody {
  return {
    facts: [
      { label: say('model-evidence.method.trained'), value: format.moment(model.trainedAt) },
      { label: say('model-evidence.method.asOf'), value: format.day(model.asOf) },
    ],
    unknown: [say('model-evidence.method.unknown.version')],
  };
}
