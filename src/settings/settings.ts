import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { defaultLocale, localeName } from '../language/locale.ts';
import { channelNames, type ProductKind, productKinds } from '../store/kinds.ts';
import { churnKinds, monotoneKinds } from '../valuation/churn/model.ts';
import { accessConfig } from './access.ts';
import { calendarConfig } from './bank-calendar.ts';
import { actionableFeatures, churnFeatureNames } from './churn-features.ts';
import { ConfigError } from './config-error.ts';
import { type DigestsConfig, digestsConfig } from './digests.ts';
import { eventsConfig } from './events.ts';
import { languageModelConfig } from './language-model.ts';
import { limitsConfig } from './limits.ts';
import { mcpConfig } from './mcp.ts';
import { offersConfig } from './offers.ts';
import { pipelineConfig } from './pipeline.ts';
import type { Playbook } from './playbooks/playbook.ts';
import { readPlaybooks } from './playbooks/read-playbooks.ts';
import { type ReadYaml, readYaml, readYamlText, YamlError } from './read-yaml.ts';
import { retentionConfig } from './retention.ts';
import { riskConfig } from './risk.ts';
import { roomsConfig } from './rooms.ts';
import { segmentsConfig } from './segments.ts';
import { slackConfig } from './slack.ts';
import { valueModels } from './value-models.ts';

const rate = z.number().min(0).max(1);
const perProduct = z.partialRecord(z.enum(productKinds), z.number().min(0)) satisfies z.ZodType<
  Partial<Record<ProductKind, number>>
>;

const cronFields = z.string().refine((text) => {
  try {
    CronExpressionParser.parse(text);
    return text.trim().split(/\s+/).length === 5;
  } catch {
    return false;
  }
}, 'expected five cron fields, such as "30 2 * * *"');

const churn = z
  .strictObject({
    horizonMonths: z.number().int().min(1).max(24),
    definition: z.enum(['auto', 'closed', 'dormant']),
    dormantDays: z.number().int().min(1),
    atRisk: z.union([z.literal('auto'), rate]).default('auto'),
    contact: z
      .strictObject({
        cost: z.number().positive(),
        saved: z.number().positive(),
        success: z.number().gt(0).max(1),
      })
      .optional(),
    minimumLeavers: z.number().int().min(1),
    learnFrom: z.number().int().min(5000).default(50_000),
    forbidden: z.array(z.string()),
    model: z.enum(['auto', ...churnKinds]).default('auto'),
    candidates: z
      .array(z.enum(churnKinds))
      .min(1)
      .default(['logistic', 'tree', 'forest', 'boosting']),
    monotone: z
      .partialRecord(z.enum(churnFeatureNames), z.enum(['increasing', 'decreasing']))
      .default({}),
    allowedLeaks: z
      .array(z.union([z.enum(churnFeatureNames), z.string().startsWith('attributes.')]))
      .default([]),
    reselectDays: z.number().int().min(1).default(30),
    actionable: z
      .array(z.enum(actionableFeatures.map(({ name }) => name)))
      .default(['unresolved_complaints', 'contacts_3m', 'satisfaction']),
    seed: z.number().int(),
  })
  .refine(
    ({ model, candidates, monotone }) =>
      Object.keys(monotone).length === 0 ||
      (model === 'auto' ? candidates : [model]).some((kind) => monotoneKinds.includes(kind)),
    `with monotone set, model or candidates must name ${monotoneKinds.slice(0, -1).join(', ')} or ${monotoneKinds.at(-1)}: no other kind supports it`,
  );

const metrics = z
  .strictObject({
    acquisitionSpend: z.number().positive().optional(),
    questionWeights: z.record(z.string(), z.number().min(0)).default({}),
  })
  .default({ questionWeights: {} });

const configSchema = z.strictObject({
  valuation: z.strictObject({
    clv: z.strictObject({
      horizonMonths: z.number().int().min(1).max(240),
      annualDiscountRate: rate,
      model: z.enum([...valueModels, 'auto']).default('contribution'),
      margin: rate.default(0.02),
    }),
    contribution: z.strictObject({
      months: z.number().int().min(12).max(120),
      spread: perProduct,
      monthlyFee: perProduct,
      cost: z.strictObject({
        fixed: z.number().min(0),
        perTransaction: z.number().min(0),
        perInteraction: z.number().min(0),
      }),
      expectedLoss: perProduct,
    }),
    cvs: z.strictObject({
      revenue: z.number().min(0),
      frequency: z.number().min(0),
      satisfaction: z.number().min(0),
    }),
    tiers: z.strictObject({ high: rate, medium: rate }),
    segments: segmentsConfig,
  }),
  churn,
  offers: offersConfig,
  pipeline: pipelineConfig,
  digests: digestsConfig,
  events: eventsConfig,
  calendar: calendarConfig.optional(),
  metrics,
  operators: z
    .strictObject({
      channel: z.enum(channelNames).exclude(['terminal']),
      address: z.string().min(1),
      locale: z
        .string()
        .regex(localeName, 'expected the name of a language, such as "en"')
        .default(defaultLocale),
    })
    .optional(),
  risk: riskConfig.optional(),
  languageModel: languageModelConfig.optional(),
  mcp: mcpConfig,
  limits: limitsConfig,
  retention: retentionConfig,
  rooms: roomsConfig,
  slack: slackConfig,
  access: accessConfig,
  schedule: z.strictObject({
    score: z.union([z.literal('off'), cronFields]),
    scoreIn: z.enum(['server', 'worker']).default('server'),
  }),
  /** read by itself, with the lines that it stands on */
  playbooks: z.unknown().optional(),
});

/** `config/bellwether.yaml`, validated, with the playbooks beside it. Units are documented in that file. */
export type Config = Omit<z.infer<typeof configSchema>, 'playbooks' | 'digests'> & {
  playbooks: Playbook[];
  digests: DigestsConfig;
};

/**
 * Reads and validates the YAML configuration.
 * @throws ConfigError naming the file and each setting that is wrong
 */
export function readConfig(file: string): Config {
  let text: string;
  try {
    text = readYamlText(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`BELLWETHER_CONFIG ${file} cannot be read (${why}). Name a YAML file.`);
  }
  let read: ReadYaml;
  try {
    read = readYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new ConfigError(`${file} is ${error.message} (line ${error.line})`);
  }
  const result = configSchema.safeParse(read.value);
  if (result.success) {
    const { digests } = result.data;
    const standing = digests.standing.map((digest, at) => ({
      ...digest,
      line: read.lineOf(['digests', 'standing', at]),
    }));
    return {
      ...result.data,
      digests: { ...digests, standing },
      playbooks: readPlaybooks(file, read),
    };
  }
  const wrong = result.error.issues.map((issue) => {
    // Tables of a network and digests all look alike: the line tells which one is meant.
    const line =
      issue.path[0] === 'risk' || issue.path[1] === 'standing'
        ? `line ${read.lineOf(issue.path)}, `
        : '';
    return `${line}${issue.path.join('.')}: ${whyWrong(issue)}`;
  });
  throw new ConfigError(`${file}: ${wrong.join('; ')}`);
}

/** What is wrong with a setting; of a key, why it is not allowed. */
function whyWrong(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}
