import { nameIn } from '../../../language/names.ts';
import type { SectionBody } from '../evidence.ts';
import type { Gathered } from '../gather.ts';

/** What the figures of the model lead to. */
export function decisions({ kind, playbooks, context }: Gathered): SectionBody {
  const { say, format, locale, run } = context;
  return {
    paragraphs: [
      say('model-evidence.decisions.by'),
      say('model-evidence.decisions.items', { kind, threshold: format.percent(run.atRisk) }),
      ...(playbooks.length === 0 ? [say('model-evidence.decisions.noPlaybooks')] : []),
    ],
    facts:
      playbooks.length === 0
        ? []
        : [
            {
              label: say('model-evidence.decisions.playbooks'),
              value: format.list(playbooks.map((names) => nameIn(names, locale))),
            },
          ],
    unknown: [
      say('model-evidence.decisions.unknown.acted'),
      say('model-evidence.decisions.unknown.good'),
    ],
  };
}
