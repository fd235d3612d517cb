import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CronExpressionParser } from 'cron-parser';
import { parse } from 'yaml';
import { z } from 'zod';
import { defaultLocale, localeName } from '../language/locale.ts';
import { channelNames, type ProductKind, productKinds } from '../store/kinds.ts';
import { churnKinds, monotoneKinds } from '../valuation/churn/model.ts';
import { actionableFeatures, churnFeatureNames } from './churn-features.ts';
import { segmentsConfig } from './segments.ts';

/** A setting is wrong; the message is one line for the operator. */
export class ConfigError extends Error {}

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
    atRisk: rate,
    contact: z
      .strictObject({
        cost: z.number().positive(),
        saved: z.number().positive(),
        success: z.number().gt(0).max(1),
      })
      .optional(),
    minimumLeavers: z.number().int().min(1),
    forbidden: z.array(z.string()),
    model: z.enum(['auto', ...churnKinds]).default('auto'),
    candidates: z
      .array(z.enum(churnKinds))
      .min(1)
      .default(['logistic', 'tree', 'forest', 'boosting']),
    monotone: z
      .partialRecord(z.enum(churnFeatureNames), z.enum(['increasing', 'decreasing']))
      .default({}),
    allowedLeaks: z.array(z.enum(churnFeatureNames)).default([]),
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

const configSchema = z.strictObject({
  valuation: z.strictObject({
    clv: z.strictObject({
      horizonMonths: z.number().int().min(1).max(240),
      annualDiscountRate: rate,
      model: z.enum(['contribution', 'transactions']).default('contribution'),
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
  schedule: z.strictObject({ score: z.union([z.literal('off'), cronFields]) }),
});

/** `config/bellwether.yaml`, validated. Units are documented in that file. */
export type Config = z.infer<typeof configSchema>;

/**
 * Reads and validates the YAML configuration.
 * @throws ConfigError naming the file and each setting that is wrong
 */
export function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`BELLWETHER_CONFIG ${file} cannot be read (${why}). Name a YAML file.`);
  }
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new ConfigError(`${file} is not valid YAML: ${why}`);
  }
  const result = configSchema.safeParse(raw);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${whyWrong(issue)}`);
  throw new ConfigError(`${file}: ${wrong.join('; ')}`);
}

/** What is wrong with a setting; of a key, why it is none. */
function whyWrong(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

const port = z.coerce.number().int().min(0).max(65535);
const switchOn = z.enum(['on', 'off']);
const blank = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blank, type.optional());

const environmentSchema = z.object({
  PORT: z.preprocess(blank, port.default(3000)),
  HOST: z.preprocess(blank, z.string().default('127.0.0.1')),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, 'postgres://user:password@host:port/database'),
  ),
  DATA_DIR: z.preprocess(blank, z.string().default('.data')),
  DEMO: optional(switchOn),
  DEMO_CUSTOMERS: z.preprocess(
    blank,
    z.coerce.number().int().min(1050).max(1_000_000).default(10_000),
  ),
  SLACK_BOT_TOKEN: optional(z.string().startsWith('xoxb-')),
  SLACK_SIGNING_SECRET: optional(z.string().min(1)),
  SLACK_APP_TOKEN: optional(z.string().startsWith('xapp-')),
  SLACK_API_URL: optional(z.url()),
  TEAMS_APP_ID: optional(z.string().min(1)),
  TEAMS_APP_PASSWORD: optional(z.string().min(1)),
  TEAMS_TENANT_ID: optional(z.string().min(1)),
  TEAMS_AUTH: z.preprocess(blank, z.enum(['required', 'none']).default('required')),
  PUBLIC_URL: optional(z.url()),
  STANDSTILL_SECONDS: z.preprocess(
    blank,
    z.coerce
      .number()
      .refine((seconds) => seconds === 0 || (seconds >= 5 && seconds <= 3600))
      .default(30),
  ),
  LOG_LEVEL: z.preprocess(
    blank,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  BELLWETHER_CONFIG: z.preprocess(
    blank,
    z.string().default(fileURLToPath(new URL('../../config/bellwether.yaml', import.meta.url))),
  ),
});

/** The environment, validated; `DEMO` is decided. */
export type Environment = Omit<z.infer<typeof environmentSchema>, 'DEMO'> & { DEMO: 'on' | 'off' };

const loopback = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);
const secret = /TOKEN|SECRET|PASSWORD|DATABASE_URL/;

/**
 * Reads the environment.
 * @throws ConfigError, one line naming the variable, what was given (never a secret) and what is allowed
 */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const result = environmentSchema.safeParse(variables);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0]);
    const given = secret.test(name) ? 'a value that is not shown' : JSON.stringify(variables[name]);
    throw new ConfigError(
      `${name} was given ${given}. Allowed: ${allowed[name] ?? issue?.message}.`,
    );
  }
  const environment = result.data;
  if (environment.TEAMS_AUTH === 'none' && !loopback.has(environment.HOST)) {
    throw new ConfigError(
      `TEAMS_AUTH is "none" while HOST is ${JSON.stringify(environment.HOST)}. Allowed: "required", or HOST 127.0.0.1.`,
    );
  }
  if (
    environment.TEAMS_AUTH === 'none' &&
    environment.PUBLIC_URL !== undefined &&
    !loopback.has(new URL(environment.PUBLIC_URL).hostname)
  ) {
    throw new ConfigError(
      `TEAMS_AUTH is "none" while PUBLIC_URL is ${JSON.stringify(environment.PUBLIC_URL)}. Allowed: "required", or no PUBLIC_URL.`,
    );
  }
  if (
    environment.SLACK_BOT_TOKEN &&
    !environment.SLACK_APP_TOKEN &&
    !environment.SLACK_SIGNING_SECRET
  ) {
    throw new ConfigError(
      'SLACK_SIGNING_SECRET is not set, but SLACK_BOT_TOKEN is. Allowed: the signing secret of the Slack app, or SLACK_APP_TOKEN for Socket Mode.',
    );
  }
  if (
    !environment.SLACK_BOT_TOKEN &&
    (environment.SLACK_APP_TOKEN || environment.SLACK_SIGNING_SECRET)
  ) {
    throw new ConfigError(
      'SLACK_BOT_TOKEN is not set, but other Slack settings are. Allowed: the bot token, xoxb-….',
    );
  }
  if (
    environment.TEAMS_APP_ID &&
    !environment.TEAMS_APP_PASSWORD &&
    environment.TEAMS_AUTH === 'required'
  ) {
    throw new ConfigError(
      'TEAMS_APP_PASSWORD is not set, but TEAMS_APP_ID is. Allowed: the client secret of the Teams app.',
    );
  }
  return { ...environment, DEMO: environment.DEMO ?? (environment.DATABASE_URL ? 'off' : 'on') };
}

const allowed: Record<string, string> = {
  PORT: 'a whole number from 0 to 65535',
  DATABASE_URL: 'postgres://user:password@host:port/database',
  DEMO: '"on" or "off"',
  DEMO_CUSTOMERS: 'a whole number from 1050 to 1000000',
  SLACK_BOT_TOKEN: 'a bot token, xoxb-…',
  SLACK_APP_TOKEN: 'an app-level token, xapp-…',
  SLACK_API_URL: 'an address such as https://slack.com/api/',
  TEAMS_AUTH: '"required", or "none" on a loopback HOST',
  PUBLIC_URL: 'an address such as https://bellwether.bank.example',
  STANDSTILL_SECONDS: 'seconds from 5 to 3600, or 0 for never',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
};
