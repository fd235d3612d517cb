import { drizzle } from 'drizzle-orm/pglite';
import Fastify from 'fastify';
import { z } from 'zod';
import { createPeople } from '../../src/access/people.ts';
import { api } from '../../src/api/plugin.ts';
import { createRequestLimits } from '../../src/limits/request-limits.ts';
import { limitsConfig } from '../../src/settings/limits.ts';
import { readConfig } from '../../src/settings/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { inLanguage, type PageLocale, prose, table } from '../write-page.ts';

type Schema = {
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  format?: string | undefined;
  description?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  anyOf?: Schema[] | undefined;
};

const schemaShape: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), schemaShape).optional(),
    items: schemaShape.optional(),
    anyOf: z.array(schemaShape).optional(),
  }),
);

const operation = z.object({
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: schemaShape,
      }),
    )
    .default([]),
  responses: z.record(
    z.string(),
    z.object({
      content: z.record(z.string(), z.object({ schema: schemaShape })).optional(),
    }),
  ),
});

const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

/** What the server says at `/api/openapi.json`, as far as the page tells of it. */
export type DescribedApi = z.infer<typeof documentShape>;

function refuse(): never {
  throw new Error('A description of the addresses asks no store.');
}

/** The API is described without a store: whatever asks this one fails. */
const nothing: Store = {
  kind: 'pglite',
  db: drizzle.mock(),
  bankWide: drizzle.mock(),
  as: () => nothing,
  copyRows: refuse,
  held: refuse,
  jobs: {},
  close: async () => {},
};

/** Reads what the API says of itself, from the API. */
export async function describedApi(): Promise<DescribedApi> {
  const server = Fastify();
  const now = () => new Date();
  await server.register(api, {
    store: nothing,
    config: readConfig('config/bellwether.yaml'),
    people: createPeople(nothing, now),
    limits: createRequestLimits(limitsConfig.parse({}), { on: true, now }),
    now,
  });
  await server.ready();
  const { body } = await server.inject({ url: '/api/openapi.json' });
  await server.close();
  return documentShape.parse(JSON.parse(body));
}

const words = {
  title: { en: 'REST addresses', zh: 'REST 接口' },
  introduction: {
    en:
      '[REST](../rest.md) says how to ask, and with which token. A running server describes the same at `/api/openapi.json` (OpenAPI 3), ' +
      'which generators of clients take. Every address takes `Authorization: Bearer TOKEN`.',
    zh:
      '如何提问、使用哪种令牌，见 [REST](../rest.md)。运行中的服务器在 `/api/openapi.json`（OpenAPI 3）提供同样的说明，可交给客户端生成工具。' +
      '每个地址都需要 `Authorization: Bearer TOKEN`。',
  },
  parameters: { en: ['parameter', 'type', 'what it is'], zh: ['参数', '类型', '说明'] },
  fields: { en: ['field of the answer', 'type', 'what it is'], zh: ['回答字段', '类型', '说明'] },
};

/** The type of a value as a reader of JSON names it. */
function typeOf({ type, enum: values, items, anyOf, format }: Schema): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(', ');
  if (items !== undefined) return `[${typeOf(items)}]`;
  const names = type === undefined ? 'object' : [type].flat().join(', ');
  return format === undefined ? names : `${names} (${format})`;
}

/** The fields of an answer with those within them, by their path. */
function fieldsOf(schema: Schema, path = ''): { path: string; schema: Schema }[] {
  const inner = schema.anyOf?.find(({ properties, items }) => properties ?? items) ?? schema;
  const within = inner.items ?? inner;
  const at = inner.items === undefined ? path : `${path}[]`;
  return Object.entries(within.properties ?? {}).flatMap(([name, field]) => {
    const full = at === '' ? name : `${at}.${name}`;
    return [{ path: full, schema: field }, ...fieldsOf(field, full)];
  });
}

/**
 * The page of addresses in a language.
 * @throws {Error} where a description has no Chinese
 */
export function restPage(locale: PageLocale, { paths }: DescribedApi): string {
  const said = (description: string | undefined) =>
    description === undefined ? '' : prose(inLanguage(locale, description));
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters, responses }]) => {
      const answer = responses['200']?.content?.['application/json']?.schema ?? {};
      const asked = parameters.map(({ name, description, schema }) => [
        `\`${name}\``,
        typeOf(schema),
        said(description ?? schema.description),
      ]);
      const given = fieldsOf(answer).map(({ path: field, schema }) => [
        `\`${field}\``,
        typeOf(schema),
        said(schema.description),
      ]);
      return [
        `## ${method.toUpperCase()} ${path.replaceAll(/[{}]/g, (brace) => (brace === '{' ? ':' : ''))}`,
        ...(asked.length === 0 ? [] : [table(words.parameters[locale], asked)]),
        ...(given.length === 0 ? [] : [table(words.fields[locale], given)]),
      ];
    }),
  );
  return [`# ${words.title[locale]}`, words.introduction[locale], ...sections].join('\n\n');
}
