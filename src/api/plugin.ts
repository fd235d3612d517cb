import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { AccessTokens } from '../access/access-tokens.ts';
import type { People } from '../access/people.ts';
import type { DrawPng } from '../charts/png.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { Config } from '../settings/settings.ts';
import { customerOrders, listCustomers } from '../store/listings/list-customers.ts';
import { listValues, predictionOrders, valueOrders } from '../store/listings/list-values.ts';
import type { Store } from '../store/store.ts';
import { tokenAuthentication } from './authenticate.ts';
import { asPrediction, asValue, customer, prediction, value } from './customer-shapes.ts';
import { addGroupRoutes } from './group-routes.ts';
import { addInteractions } from './interactions.ts';
import { addItems } from './items.ts';
import { addList } from './lists.ts';
import { addMcp } from './mcp/plugin.ts';
import type { SignedCallers } from './mcp/signed-callers.ts';

/** What the REST API needs. */
export type ApiOptions = {
  store: Store;
  config: Config;
  people: People;
  limits: RequestLimits;
  now: () => Date;
  /** where language models may ask: what their tools do, with what draws their charts and signs what a person agrees to */
  tools?: {
    conversation: Conversation;
    drawPng: DrawPng;
    secret: string;
    /** access tokens of the bank's authorization server, where it has one */
    accessTokens?: AccessTokens;
    /** Slackbot, where Slack is set up */
    slackbot?: SignedCallers;
  };
};

/**
 * The REST API for whoever a bearer token speaks for: customers, values and predictions, as lists with pages and by id, and
 * what is told of customers together; and `/mcp`, for language models. `GET /api/openapi.json` describes the rest. Errors are
 * answered by the server it is registered on.
 */
export async function api(root: FastifyInstance, options: ApiOptions): Promise<void> {
  root.setValidatorCompiler(validatorCompiler);
  root.setSerializerCompiler(serializerCompiler);
  await root.register(swagger, {
    openapi: {
      info: {
        title: 'Bellwether',
        description: "What a bank's customers are worth and who is about to leave.",
        version: '1',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
  });
  root.get('/api/openapi.json', { schema: { hide: true } }, () => root.swagger());

  const parts = { ...options, authentication: tokenAuthentication(options) };
  addList(
    root,
    {
      name: 'customers',
      item: customer,
      orders: customerOrders,
      rows: listCustomers,
      shape: (row) => row,
    },
    parts,
  );
  addList(
    root,
    { name: 'values', item: value, orders: valueOrders, rows: listValues, shape: asValue },
    parts,
  );
  addList(
    root,
    {
      name: 'predictions',
      item: prediction,
      orders: predictionOrders,
      rows: listValues,
      shape: asPrediction,
      inFile: (row) => ({
        ...row,
        reasons: row.churnReasons.map(({ feature, contribution }) => `${feature}=${contribution}`),
      }),
    },
    parts,
  );
  addItems(root, parts);
  addInteractions(root, parts);
  addGroupRoutes(root, parts);
  if (options.tools !== undefined) {
    const { programsMayConfirm } = options.config.mcp;
    addMcp(root, { ...parts, ...options.tools, programsMayConfirm });
  }
}
