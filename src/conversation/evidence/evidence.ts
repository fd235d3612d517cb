import { z } from 'zod';

/** Kinds of model of which evidence is written. */
export const evidenceKinds = ['churn', 'clv', 'segments'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** The sections of a document of evidence, in the order in which they are read. */
export const sectionIds = [
  'purpose',
  'materiality',
  'lineage',
  'method',
  'assumptions',
  'selection',
  'performance',
  'fairness',
  'overrides',
  'decisions',
  'changes',
  'unknown',
] as const;
export type SectionId = (typeof sectionIds)[number];

const fact = z.object({ label: z.string(), value: z.string() });
const table = z.object({
  caption: z.string(),
  columns: z.array(z.object({ label: z.string(), align: z.enum(['start', 'end']) })),
  rows: z.array(z.array(z.string())),
});
const section = z.object({
  id: z.enum(sectionIds),
  title: z.string(),
  paragraphs: z.array(z.string()),
  facts: z.array(fact),
  tables: z.array(table),
  /** what the section leaves open, a sentence each */
  unknown: z.array(z.string()),
});

/** Reads a document of evidence. Its texts are in the language of `locale`; `model` and `parameters` are as programs read them. */
export const evidenceShape = z.object({
  format: z.literal('bellwether-model-evidence'),
  version: z.literal(1),
  kind: z.enum(evidenceKinds),
  locale: z.string(),
  title: z.string(),
  intro: z.array(z.string()),
  /** ISO 8601 */
  writtenAt: z.string(),
  program: z.string(),
  run: z.object({ id: z.number(), asOf: z.string() }),
  facts: z.array(fact),
  sections: z.array(section),
  model: z.object({
    id: z.number(),
    method: z.string(),
    trainedAt: z.string(),
    asOf: z.string(),
    /** without figures of few customers */
    card: z.record(z.string(), z.unknown()),
  }),
  /** the settings of the run that concern the model, by path; null where the run did not record them */
  parameters: z.record(z.string(), z.string()).nullable(),
  signature: z.object({
    algorithm: z.literal('Ed25519').nullable(),
    /** SHA-256 of the public key (DER, SubjectPublicKeyInfo), in hexadecimal; null where the bundle is not signed */
    key: z.string().nullable(),
    /** what the document says of how it is checked */
    words: z.object({ heading: z.string(), text: z.string() }),
  }),
  words: z.object({ contents: z.string(), unknownHere: z.string() }),
});

/** All that a document of evidence says. */
export type Evidence = z.output<typeof evidenceShape>;
export type Section = z.output<typeof section>;
export type EvidenceTable = z.output<typeof table>;
export type Facts = z.output<typeof fact>[];

/** What a section says; its title stands in the catalogs. */
export type SectionBody = Partial<Omit<Section, 'id' | 'title'>>;
