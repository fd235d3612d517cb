import type { FastifyRequest } from 'fastify';

/**
 * Whether a page of this server's own origin sent the request. Browsers say so in `Sec-Fetch-Site`, older ones in
 * `Origin`; a request with neither header is refused.
 */
export function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  return origin !== undefined && URL.parse(origin)?.host === request.host;
}
