import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';

/** What the model is for, what not, and who is answerable for it. */
export function purpose({ kind, context: { say } }: Gathered): SectionBody {
  return {
    paragraphs: [
      say('model-evidence.purpose.use', { kind }),
      say('model-evidence.purpose.people'),
      say('model-evidence.purpose.notFor'),
    ],
    unknown: [
      say('model-evidence.purpose.unknown.owner'),
      say('model-evidence.purpose.unknown.law'),
      say('model-evidence.purpose.unknown.elsewhere'),
    ],
  };
}
