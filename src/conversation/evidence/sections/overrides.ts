import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { overrideFacts } from '../../commands/model-card/churn-facts.ts';
import { fewest } from '../../small-groups.ts';
import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';

/** What people said against the model, and whether they were right. */
export function overrides({ kind, model, overrides: counted, context }: Gathered): SectionBody {
  const { say, format } = context;
  const silent = say('model-evidence.overrides.unknown.silent');
  if (kind !== 'churn')
    return { paragraphs: [say('model-evidence.overrides.none', { kind })], unknown: [silent] };
  const judged = churnCardShape.parse(model.card).overrides;
  const count = (of: number) =>
    of > 0 && of < fewest ? say('model-evidence.materiality.few', { fewest }) : format.number(of);
  return {
    paragraphs: [say('model-evidence.overrides.rule')],
    facts: [
      { label: say('model-evidence.overrides.said'), value: count(counted.said) },
      { label: say('model-evidence.overrides.standing'), value: count(counted.standing) },
      ...overrideFacts(judged, context),
    ],
    unknown: [...(judged === null ? [say('model-evidence.overrides.unknown.judged')] : []), silent],
  };
}
