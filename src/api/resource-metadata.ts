import type { FastifyInstance } from 'fastify';
import type { AccessTokens } from '../access/access-tokens.ts';

const place = '/.well-known/oauth-protected-resource';

/** Where it is read which authorization server issues tokens for a resource (RFC 9728, 3.1): the resource's path is behind it. */
export const metadataAddress = ({ resource }: Pick<AccessTokens, 'resource'>): URL =>
  new URL(`${place}${resource.pathname.replace(/\/$/, '')}`, resource);

/**
 * Tells which authorization server issues access tokens for `/mcp`, as protected resource metadata (RFC 9728), at the address of the
 * resource and at that of the whole server, where older programs look. Any web page may read it, for nothing of it is secret.
 */
export function addResourceMetadata(root: FastifyInstance, tokens: AccessTokens): void {
  const metadata = {
    resource: tokens.resource.href,
    authorization_servers: [tokens.issuer],
    scopes_supported: [tokens.scope],
    bearer_methods_supported: ['header'],
    resource_name: 'Bellwether',
  };
  for (const url of new Set([metadataAddress(tokens).pathname, `${place}/mcp`, place]))
    root.get(url, { schema: { hide: true } }, (_, reply) =>
      reply
        .header('access-control-allow-origin', '*')
        .header('cache-control', 'max-age=300')
        .send(metadata),
    );
}
