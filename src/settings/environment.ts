import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

const port = z.coerce.number().int().min(0).max(65535);
const switchOn = z.enum(['on', 'off']);
const blank = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(type: T) => z.preprocess(blank, type.optional());

/** What stands between commas. */
const listed = (value: unknown) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
    : [];

/** Customers of a demo bank of which no number is said. */
export const usualCustomers = 10_000;

/** The configuration that comes with the product. */
export const standardConfig = fileURLToPath(
  new URL('../../config/bellwether.yaml', import.meta.url),
);

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
    z.coerce.number().int().min(1050).max(1_000_000).default(usualCustomers),
  ),
  SLACK_BOT_TOKEN: optional(z.string().startsWith('xoxb-')),
  SLACK_SIGNING_SECRET: optional(z.string().min(1)),
  SLACK_APP_TOKEN: optional(z.string().startsWith('xapp-')),
  SLACK_API_URL: optional(z.url()),
  TEAMS_APP_ID: optional(z.string().min(1)),
  TEAMS_APP_PASSWORD: optional(z.string().min(1)),
  TEAMS_TENANT_ID: optional(z.string().min(1)),
  TEAMS_ALLOWED_TENANTS: z.preprocess(
    listed,
    z.array(z.guid().transform((id) => id.toLowerCase())),
  ),
  TEAMS_AUTH: z.preprocess(blank, z.enum(['required', 'none']).default('required')),
  LANGUAGE_MODEL_KEY: optional(z.string().regex(/^[\x21-\x7e]+$/)),
  EVIDENCE_KEY: optional(
    z.string().regex(/^-----BEGIN PRIVATE KEY-----[\sA-Za-z0-9+/=]+-----END PRIVATE KEY-----\s*$/),
  ),
  PUBLIC_URL: optional(z.url()),
  ALLOWED_HOSTS: z.preprocess(
    listed,
    z.array(z.string().regex(/^(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?$/)),
  ),
  METRICS_TOKEN: optional(z.string().regex(/^[\x21-\x7e]{16,}$/)),
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/ })),
  MAIL_FROM: optional(
    z
      .string()
      .includes('@')
      .regex(/^[^\r\n]+$/),
  ),
  OPENID_ISSUER: optional(z.url({ protocol: /^https?$/ })),
  OPENID_CLIENT_ID: optional(z.string().min(1)),
  OPENID_CLIENT_SECRET: optional(z.string().min(1)),
  OTEL_TRACES_EXPORTER: z.preprocess(blank, z.enum(['none', 'otlp']).default('none')),
  OTEL_TRACES_SAMPLER_ARG: z.preprocess(blank, z.coerce.number().min(0).max(1).default(1)),
  PROXY_HOPS: optional(z.coerce.number().int().min(0).max(10)),
  RATE_LIMITS: z.preprocess(blank, switchOn.default('on')),
  STANDSTILL_SECONDS: z.preprocess(
    blank,
    z.coerce
      .number()
      .refine((seconds) => seconds === 0 || (seconds >= 5 && seconds <= 3600))
      .default(30),
  ),
  STOP_GRACE_SECONDS: z.preprocess(blank, z.coerce.number().min(0).max(6).default(2)),
  LOG_LEVEL: z.preprocess(
    blank,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
  BELLWETHER_CONFIG: z.preprocess(blank, z.string().default(standardConfig)),
});

/** How the outside reaches the server. */
export const publicUrlOf = ({
  PUBLIC_URL,
  PORT,
}: Pick<Environment, 'PUBLIC_URL' | 'PORT'>): string => PUBLIC_URL ?? `http://localhost:${PORT}`;

/** The environment, validated; `DEMO` is decided. */
export type Environment = Omit<z.infer<typeof environmentSchema>, 'DEMO'> & { DEMO: 'on' | 'off' };

const loopback = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);
const secret = /TOKEN|SECRET|PASSWORD|KEY|DATABASE_URL|SMTP_URL/;

/** The settings that are secrets: each may stand in a file that `NAME_FILE` names. */
export const secretSettings: readonly string[] = Object.keys(environmentSchema.shape).filter(
  (name) => secret.test(name),
);

/** A path as it may be shown: what does not begin like one may be the secret itself, given to the wrong setting. */
const shownPath = (file: string): string =>
  /^[/.]/.test(file) ? JSON.stringify(file) : 'a value that is not shown';

/**
 * The variables with the secrets that stand in files, as Docker and Kubernetes mount them. White space behind a secret is none of it.
 * @throws ConfigError, one line naming the variable, never with what the file holds
 */
function withSecretsOfFiles(
  variables: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const read: Record<string, string> = {};
  for (const name of Object.keys(environmentSchema.shape)) {
    const file = variables[`${name}_FILE`];
    if (file === undefined || file === '') continue;
    if (!secretSettings.includes(name))
      throw new ConfigError(
        `${name}_FILE is set, but ${name} is no secret. Allowed: ${name} itself; a file for ${secretSettings.join(', ')}.`,
      );
    if (blank(variables[name]) !== undefined)
      throw new ConfigError(`${name} and ${name}_FILE are both set. Allowed: one of them.`);
    try {
      read[name] = readFileSync(file, 'utf8').trimEnd();
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      throw new ConfigError(
        `${name}_FILE was given ${shownPath(file)}, which cannot be read (${why}). Allowed: a file with the secret that this user may read.`,
      );
    }
    if (read[name] === '')
      throw new ConfigError(
        `${name}_FILE was given ${shownPath(file)}, which is empty. Allowed: a file with the secret in it.`,
      );
  }
  return Object.keys(read).length === 0 ? variables : { ...variables, ...read };
}

/**
 * Reads the environment. A secret may stand in a file that `NAME_FILE` names.
 * @throws ConfigError, one line naming the variable, what was given (never a secret) and what is allowed
 */
export function readEnvironment(given: Record<string, string | undefined>): Environment {
  const variables = withSecretsOfFiles(given);
  const result = environmentSchema.safeParse(variables);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0]);
    const shown = secret.test(name) ? 'a value that is not shown' : JSON.stringify(variables[name]);
    throw new ConfigError(
      `${name} was given ${shown}. Allowed: ${allowed[name] ?? issue?.message}.`,
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
  checkWaysIn(environment);
  return { ...environment, DEMO: environment.DEMO ?? (environment.DATABASE_URL ? 'off' : 'on') };
}

/** @throws ConfigError where a way into the web page is set by half, or its provider could be overheard */
function checkWaysIn(environment: z.infer<typeof environmentSchema>): void {
  if ((environment.SMTP_URL === undefined) !== (environment.MAIL_FROM === undefined)) {
    const [lacks, has] = environment.MAIL_FROM
      ? ['SMTP_URL', 'MAIL_FROM']
      : ['MAIL_FROM', 'SMTP_URL'];
    throw new ConfigError(`${lacks} is not set, but ${has} is. Allowed: both, or neither.`);
  }
  const openid = ['OPENID_ISSUER', 'OPENID_CLIENT_ID', 'OPENID_CLIENT_SECRET'] as const;
  const lacks = openid.find((name) => environment[name] === undefined);
  const has = openid.find((name) => environment[name] !== undefined);
  if (lacks !== undefined && has !== undefined) {
    throw new ConfigError(
      `${lacks} is not set, but ${has} is. Allowed: ${openid.join(', ')} together, or none.`,
    );
  }
  const { OPENID_ISSUER: issuer } = environment;
  if (issuer?.startsWith('http:') && !loopback.has(new URL(issuer).hostname)) {
    throw new ConfigError(
      `OPENID_ISSUER was given ${JSON.stringify(issuer)}. Allowed: an https address.`,
    );
  }
}

const allowed: Record<string, string> = {
  PORT: 'a whole number from 0 to 65535',
  DATABASE_URL: 'postgres://user:password@host:port/database',
  DEMO: '"on" or "off"',
  DEMO_CUSTOMERS: 'a whole number from 1050 to 1000000',
  SLACK_BOT_TOKEN: 'a bot token, xoxb-…',
  SLACK_APP_TOKEN: 'an app-level token, xapp-…',
  SLACK_API_URL: 'an address such as https://slack.com/api/',
  TEAMS_ALLOWED_TENANTS: 'Entra ids of tenants with commas between them',
  TEAMS_AUTH: '"required", or "none" on a loopback HOST',
  LANGUAGE_MODEL_KEY: 'a key of letters, digits and signs, without spaces',
  EVIDENCE_KEY: 'a private key for Ed25519 in PEM, best in a file that EVIDENCE_KEY_FILE names',
  PUBLIC_URL: 'an address such as https://bellwether.bank.example',
  ALLOWED_HOSTS: 'names or addresses with commas between them, such as "bellwether,10.0.0.5"',
  METRICS_TOKEN: '16 letters, digits and signs or more, without spaces',
  SMTP_URL: 'smtp://user:password@host:port, or smtps://',
  MAIL_FROM: 'an address such as bellwether@bank.example',
  OPENID_ISSUER: 'an address such as https://login.bank.example',
  OTEL_TRACES_EXPORTER: '"none", or "otlp"',
  OTEL_TRACES_SAMPLER_ARG: 'a share from 0 to 1',
  PROXY_HOPS: 'a whole number from 0 to 10',
  RATE_LIMITS: '"on" or "off"',
  STANDSTILL_SECONDS: 'seconds from 5 to 3600, or 0 for never',
  STOP_GRACE_SECONDS: 'seconds from 0 to 6',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
};
