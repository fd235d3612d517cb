import manifest from '../../../package.json' with { type: 'json' };
import type { Database } from '../../store/store.ts';
import type { CommandContext } from '../command-context.ts';
import { fewest } from '../small-groups.ts';
import { toldModelCard } from '../told-model-card.ts';
import type { Evidence, EvidenceKind, Section, SectionBody, SectionId } from './evidence.ts';
import { type Gathered, gather } from './gather.ts';
import { assumptions } from './sections/assumptions.ts';
import { changes } from './sections/changes.ts';
import { decisions } from './sections/decisions.ts';
import { fairness } from './sections/fairness.ts';
import { lineage } from './sections/lineage.ts';
import { materiality } from './sections/materiality.ts';
import { method } from './sections/method.ts';
import { overrides } from './sections/overrides.ts';
import { performance } from './sections/performance.ts';
import { purpose } from './sections/purpose.ts';
import { selection } from './sections/selection.ts';

/** The sections by themselves; the last gathers what they leave open. */
const bodies: readonly (readonly [Exclude<SectionId, 'unknown'>, (of: Gathered) => SectionBody])[] =
  [
    ['purpose', purpose],
    ['materiality', materiality],
    ['lineage', lineage],
    ['method', method],
    ['assumptions', assumptions],
    ['selection', selection],
    ['performance', performance],
    ['fairness', fairness],
    ['overrides', overrides],
    ['decisions', decisions],
    ['changes', changes],
  ];

/** Evidence written before whose bundle was checked: the hash of its JSON, and whether its signature was checked by a key. */
export type EarlierEvidence = { evidence: Evidence; sha256: string; signatureChecked: boolean };

/**
 * The evidence on the model of a kind in use, for whoever validates it; undefined where there is no such model.
 * @param server the store as the server's own work, for what no question is given
 * @param key the fingerprint of the key that the bundle is signed by, in hexadecimal; null where it is not signed
 * @param since evidence written before, to compare with
 */
export async function writeEvidence(
  context: CommandContext,
  server: Database,
  kind: EvidenceKind,
  { key, since }: { key: string | null; since?: EarlierEvidence },
): Promise<Evidence | undefined> {
  const gathered = await gather(context, server, kind, since?.evidence);
  if (gathered === undefined) return undefined;
  const { say, format, run, bank, now, locale } = context;
  const { model, publishedAt, parameters } = gathered;
  const name = say(`model-card.names.${kind}`);
  const sections = bodies.map(([id, body]): Section => sectionOf(id, body(gathered), context));
  return {
    format: 'bellwether-model-evidence',
    version: 1,
    kind,
    locale,
    title: say('model-evidence.title', { model: name }),
    intro: [say('model-evidence.intro'), say('model-evidence.noClaim', { fewest })],
    writtenAt: now.toISOString(),
    program: manifest.version,
    run: { id: run.id, asOf: run.asOf },
    facts: [
      { label: say('model-evidence.facts.bank'), value: bank.name },
      {
        label: say('model-evidence.facts.run'),
        value: say('model-evidence.facts.runOf', { id: String(run.id), day: format.day(run.asOf) }),
      },
      ...(publishedAt === undefined
        ? []
        : [{ label: say('model-evidence.facts.published'), value: format.moment(publishedAt) }]),
      { label: say('model-evidence.facts.written'), value: format.moment(now) },
      { label: say('model-evidence.facts.program'), value: `Bellwether ${manifest.version}` },
      ...(since === undefined
        ? []
        : [
            {
              label: say('model-evidence.facts.since'),
              value: say('model-evidence.facts.sinceOf', {
                hash: since.sha256,
                signed: since.signatureChecked ? 'yes' : 'no',
              }),
            },
          ]),
    ],
    sections: [...sections, unknownOf(sections, context)],
    model: {
      id: model.id,
      method: model.method,
      trainedAt: model.trainedAt.toISOString(),
      asOf: model.asOf,
      card: toldModelCard(model.card),
    },
    parameters,
    signature: {
      algorithm: key === null ? null : 'Ed25519',
      key,
      words: {
        heading: say('model-evidence.signature.heading'),
        text:
          key === null
            ? say('model-evidence.signature.unsigned')
            : say('model-evidence.signature.signed', { key }),
      },
    },
    words: {
      contents: say('model-evidence.contents'),
      unknownHere: say('model-evidence.unknownHere'),
    },
  };
}

function sectionOf(id: SectionId, body: SectionBody, { say }: CommandContext): Section {
  return {
    id,
    title: say(`model-evidence.sections.${id}`),
    paragraphs: [],
    facts: [],
    tables: [],
    unknown: [],
    ...body,
  };
}

/** What all sections leave open, in one table. */
function unknownOf(sections: readonly Section[], context: CommandContext): Section {
  const { say } = context;
  return sectionOf(
    'unknown',
    {
      paragraphs: [say('model-evidence.unknown.about')],
      tables: [
        {
          caption: say('model-evidence.sections.unknown'),
          columns: [
            { label: say('model-evidence.unknown.column'), align: 'start' },
            { label: say('model-evidence.unknown.what'), align: 'start' },
          ],
          rows: [
            ['–', say('model-evidence.unknown.validated')],
            ...sections.flatMap(({ title, unknown }) => unknown.map((each) => [title, each])),
          ],
        },
      ],
    },
    context,
  );
}
