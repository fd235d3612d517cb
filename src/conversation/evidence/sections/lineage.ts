import { z } from 'zod';
import { reasonWords } from '../../../ingest/print-report.ts';
import { churnCardShape } from '../../../scoring/churn/churn-card.ts';
import { valueCardShape } from '../../../scoring/value/value-card.ts';
import { attributeOf } from '../../../settings/attribute-features.ts';
import { type ChurnFeature, churnFeature } from '../../../settings/churn-features.ts';
import { isPurchaseModel } from '../../../settings/value-models.ts';
import type { ReadTable } from '../../../store/operations/count-rows.ts';
import { featureLabel } from '../../wording/feature-words.ts';
import type { EvidenceTable, SectionBody } from '../evidence.ts';
import { type Gathered, listed } from '../gather.ts';

/** The tables that the features of a theme are computed from. */
const tablesOf: Readonly<Record<ChurnFeature['theme'], readonly ReadTable[]>> = {
  balance: ['balances', 'holdings'],
  'balance change': ['balances', 'holdings'],
  'money coming in': ['transactions'],
  'transfers to other banks': ['transactions'],
  activity: ['transactions'],
  products: ['holdings'],
  'products closed': ['holdings'],
  loans: ['holdings', 'balances'],
  'standing orders': ['transactions'],
  tenure: ['customers'],
  complaints: ['interactions'],
  contacts: ['interactions'],
  satisfaction: ['surveys', 'feedback', 'opinions'],
  age: ['customers'],
  sex: ['customers'],
};

/** From the bank's files to the tables, and from the tables to what the model reads. */
export function lineage(gathered: Gathered): SectionBody {
  const { context, imports, rejects, rows } = gathered;
  const { say, format } = context;
  const read = featuresOf(gathered);
  return {
    paragraphs: [say('model-evidence.lineage.path'), ...(read.paragraphs ?? [])],
    tables: [
      ...(imports.length === 0 ? [] : [importsTable(gathered)]),
      ...(rejects.length === 0 ? [] : [rejectsTable(gathered)]),
      {
        caption: say('model-evidence.lineage.tables'),
        columns: [
          { label: say('model-evidence.lineage.table'), align: 'start' },
          { label: say('model-evidence.lineage.rows'), align: 'end' },
        ],
        rows: rows.map((each) => [each.table, format.number(each.rows)]),
      },
      ...(read.tables ?? []),
    ],
    unknown: [
      ...(imports.length === 0
        ? [
            say('model-evidence.lineage.unknown.imports', {
              demo: context.bank.demo ? 'yes' : 'no',
            }),
          ]
        : []),
      ...(gathered.moreImports
        ? [say('model-evidence.lineage.unknown.older', { imports: listed.imports })]
        : []),
      ...(gathered.moreRejects
        ? [say('model-evidence.lineage.unknown.moreRejects', { lines: listed.rejects })]
        : []),
      say('model-evidence.lineage.unknown.truth'),
      ...(read.unknown ?? []),
    ],
  };
}

function importsTable({ imports, context: { say, format } }: Gathered): EvidenceTable {
  const figures = ['read', 'stored', 'unchanged', 'rejected'] as const;
  return {
    caption: say('model-evidence.lineage.imports'),
    columns: [
      { label: say('model-evidence.lineage.import'), align: 'end' },
      { label: say('model-evidence.lineage.mapping'), align: 'start' },
      { label: say('model-evidence.lineage.status'), align: 'start' },
      { label: say('model-evidence.lineage.finished'), align: 'start' },
      ...figures.map((each) => ({
        label: say(`model-evidence.lineage.${each}`),
        align: 'end' as const,
      })),
    ],
    rows: imports.map(({ id, mapping, status, finishedAt, rows }) => [
      String(id),
      mapping,
      say('model-evidence.lineage.statuses', { status }),
      finishedAt === null ? '–' : format.moment(finishedAt),
      ...figures.map((each) => format.number(rows[each])),
    ]),
  };
}

function rejectsTable({ rejects, context: { say, format } }: Gathered): EvidenceTable {
  return {
    caption: say('model-evidence.lineage.rejects'),
    columns: [
      { label: say('model-evidence.lineage.import'), align: 'end' },
      { label: say('model-evidence.lineage.column'), align: 'start' },
      { label: say('model-evidence.lineage.reason'), align: 'start' },
      { label: say('model-evidence.lineage.rows'), align: 'end' },
    ],
    rows: rejects.map(({ batchId, column, reason, count }) => [
      String(batchId),
      column === '' ? say('model-evidence.lineage.wholeRow') : column,
      reasonWords(reason, say),
      format.number(count),
    ]),
  };
}

function featuresOf(gathered: Gathered): SectionBody {
  return { churn: churnFeaturesOf, clv: valueSources, segments: segmentFeatures }[gathered.kind](
    gathered,
  );
}

function churnFeaturesOf({ model, context: { say } }: Gathered): SectionBody {
  const { features } = churnCardShape.parse(model.card);
  if (features.length === 0) return { unknown: [say('model-evidence.lineage.unknown.features')] };
  const missing = features.filter(
    (each) => churnFeature(each) === undefined && attributeOf(each) === undefined,
  ).length;
  return {
    ...(missing === 0 ? {} : { paragraphs: [say('model-evidence.lineage.missing', { missing })] }),
    tables: [
      {
        caption: say('model-evidence.lineage.features'),
        columns: [
          { label: say('model-evidence.lineage.feature'), align: 'start' },
          { label: say('model-evidence.lineage.meaning'), align: 'start' },
          { label: say('model-evidence.lineage.from'), align: 'start' },
        ],
        rows: features.map((each) => [each, featureLabel(each, say), sourceOf(each)]),
      },
    ],
  };
}

function sourceOf(feature: string): string {
  if (attributeOf(feature) !== undefined) return 'customers';
  const known = churnFeature(feature);
  return known === undefined ? '–' : tablesOf[known.theme].join(', ');
}

function valueSources({ model, context: { say } }: Gathered): SectionBody {
  const { model: by } = valueCardShape.parse(model.card);
  const method = say('model-evidence.sections.method');
  return {
    paragraphs: [
      by !== null && isPurchaseModel(by)
        ? say('model-evidence.lineage.purchases')
        : say('model-evidence.lineage.contributions', { method }),
    ],
  };
}

const segmentSettings = z.array(
  z.looseObject({
    feature: z.string(),
    log: z.boolean().optional(),
    winsorise: z.tuple([z.number(), z.number()]).optional(),
  }),
);

function segmentFeatures({ parameters, context: { say, format } }: Gathered): SectionBody {
  const written = parameters?.['valuation.segments.features'];
  const read = segmentSettings.safeParse(written === undefined ? undefined : JSON.parse(written));
  if (!read.success) return { unknown: [say('model-evidence.lineage.unknown.segmentFeatures')] };
  const yes = (is: boolean | undefined) =>
    is === true ? say('model-evidence.lineage.yes') : say('model-evidence.lineage.no');
  return {
    tables: [
      {
        caption: say('model-evidence.lineage.segmentFeatures'),
        columns: [
          { label: say('model-evidence.lineage.feature'), align: 'start' },
          { label: say('model-evidence.lineage.log'), align: 'start' },
          { label: say('model-evidence.lineage.clipped'), align: 'end' },
        ],
        rows: read.data.map(({ feature, log, winsorise: [low, high] = [0, 1] }) => [
          feature,
          yes(log),
          low === 0 && high === 1 ? '–' : `${format.percent(low)} – ${format.percent(high)}`,
        ]),
      },
    ],
  };
}
