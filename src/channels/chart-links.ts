import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { TopLevelSpec } from 'vega-lite';
import { z } from 'zod';
import { logIncident } from '../access/incident.ts';
import { failTooMany } from '../api/request-errors.ts';
import type { DrawPng, Theme } from '../charts/png.ts';
import { TooBusy } from '../limits/bounded-queue.ts';
import type { RateLimit } from '../limits/rate-limit.ts';
import { findChartSpec, saveChartLink } from '../store/charts/chart-links.ts';
import type { Store } from '../store/store.ts';

/** Addresses of charts, for clients that load pictures by address. */
export type ChartLinks = {
  /**
   * A path relative to the server's root, such as `charts/….png`, valid for a day; `?theme=dark` draws the chart dark.
   * @param managerId whose answer the chart is part of: it is shown while they are active and see what they saw; null: nobody's,
   *   of a reply that shows no customer
   */
  pathFor(spec: TopLevelSpec, managerId: number | null): Promise<string>;
  /** The same as an address that can be reached from outside. */
  urlFor(spec: TopLevelSpec, managerId: number | null, theme?: Theme): Promise<string>;
  /** Serves the pictures: `GET /charts/:token.png`. */
  plugin: FastifyPluginAsync;
};

/** The most pictures that are kept to be shown again; each is some 50 KB. */
const mostPictures = 100;
const lifetimeSeconds = 24 * 60 * 60;

/** id, expiry in seconds since 1970 in base 36, signature */
const fileName = /^([\w-]{22})\.([0-9a-z]{1,10})\.([\w-]{43})\.png$/;
const asked = z.object({
  params: z.object({ file: z.string() }),
  query: z.object({ theme: z.enum(['light', 'dark']).default('light') }),
});
const storedSpec = z.custom<TopLevelSpec>((spec) => typeof spec === 'object' && spec !== null);

/**
 * Makes addresses of charts that are signed (HMAC-SHA256) and expire: whoever has one can see that chart and no other,
 * while the person whose answer it is part of may.
 * @param options.publicUrl how this server is reached from outside
 * @param options.secret the signing key, the same on every replica
 */
export function createChartLinks(options: {
  store: Store;
  publicUrl: string;
  secret: string;
  now: () => Date;
  drawPng: DrawPng;
  /** addresses that were not signed here, by who asks for them */
  wrongCredentials: RateLimit;
}): ChartLinks {
  const { store, secret, now, drawPng, wrongCredentials } = options;
  const root = options.publicUrl.replace(/\/*$/, '/');
  const sign = (signed: string) => createHmac('sha256', secret).update(signed).digest();

  async function pathFor(spec: TopLevelSpec, managerId: number | null): Promise<string> {
    const at = now();
    const expiry = Math.floor(at.getTime() / 1000) + lifetimeSeconds;
    const id = randomBytes(16).toString('base64url');
    await saveChartLink(store.db, { id, spec, managerId, expiresAt: new Date(expiry * 1000) }, at);
    const signed = `${id}.${expiry.toString(36)}`;
    return `charts/${signed}.${sign(signed).toString('base64url')}.png`;
  }

  /** Pictures asked for lately, the oldest first: whoever asks for one again and again has it drawn once. */
  const pictures = new Map<string, Promise<Uint8Array>>();
  function drawn(id: string, spec: unknown, theme: Theme): Promise<Uint8Array> {
    const key = `${id} ${theme}`;
    const known = pictures.get(key);
    if (known !== undefined) return known;
    const picture = drawPng(storedSpec.parse(spec), theme);
    picture.catch(() => pictures.delete(key));
    const [oldest] = pictures.keys();
    if (pictures.size >= mostPictures && oldest !== undefined) pictures.delete(oldest);
    pictures.set(key, picture);
    return picture;
  }

  const plugin: FastifyPluginAsync = async (server: FastifyInstance) => {
    server.get('/charts/:file', async (request, reply) => {
      const refuse = (status: number, message: string) =>
        reply.code(status).header('cache-control', 'no-store').type('text/plain').send(message);
      const question = asked.safeParse(request);
      const name = fileName.exec(question.data?.params.file ?? '');
      if (!question.success || !name) {
        return refuse(
          400,
          'This is not the address of a chart. It goes /charts/TOKEN.png, with ?theme=light or ?theme=dark.',
        );
      }
      const [, id = '', expiry = '', signature = ''] = name;
      if (!timingSafeEqual(sign(`${id}.${expiry}`), Buffer.from(signature, 'base64url'))) {
        const counted = wrongCredentials.count(request.ip);
        if (!counted.within) return failTooMany(reply, counted.retryAfter);
        return refuse(403, 'This address was not signed by this server.');
      }
      const secondsLeft = Number.parseInt(expiry, 36) - Math.floor(now().getTime() / 1000);
      if (secondsLeft <= 0) {
        return refuse(410, 'This chart was for one day. Ask again for a new one.');
      }
      const spec = await findChartSpec(store.db, id);
      if (spec === undefined) return refuse(404, 'This chart is no longer shown. Ask again.');
      let png: Uint8Array;
      try {
        png = await drawn(id, spec, question.data.query.theme);
      } catch (error) {
        if (error instanceof TooBusy) {
          reply.header('retry-after', 5);
          return refuse(503, 'Many charts are being drawn. Load this one again in a few seconds.');
        }
        const reference = logIncident(request.log, error, 'a chart could not be drawn');
        return refuse(
          500,
          `This chart could not be drawn. Ask again for a new one; if that fails, tell the operator the reference ${reference}.`,
        );
      }
      return reply
        .header('cache-control', 'no-store')
        .header('x-content-type-options', 'nosniff')
        .type('image/png')
        .send(png);
    });
  };

  return {
    pathFor,
    async urlFor(spec, managerId, theme = 'light') {
      const url = `${root}${await pathFor(spec, managerId)}`;
      return theme === 'dark' ? `${url}?theme=dark` : url;
    },
    plugin,
  };
}
