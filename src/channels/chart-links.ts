import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { TopLevelSpec } from 'vega-lite';
import { z } from 'zod';
import { logIncident } from '../access/incident.ts';
import { failTooMany } from '../api/request-errors.ts';
import type { DrawPng, Theme } from '../charts/png.ts';
import { TooBusy } from '../limits/bounded-queue.ts';
import type { RateLimit } from '../limits/rate-limit.ts';
import { recordAccess } from '../store/access-log/record-access.ts';
import { shownBefore } from '../store/access-log/shown-before.ts';
import { type ChartLink, findChartLink, saveChartLink } from '../store/charts/chart-links.ts';
import type { Store } from '../store/store.ts';

/** Addresses of charts, for clients that load pictures by address. */
export type ChartLinks = {
  /**
   * A path relative to the server's root, such as `charts/….png`, valid for a day; `?theme=dark` draws the chart dark.
   * @param viewer whose answer the chart is part of: it is shown while they are active and see what they saw
   */
  pathFor(spec: TopLevelSpec, viewer: Viewer): Promise<string>;
  /** The same as an address that can be reached from outside. */
  urlFor(spec: TopLevelSpec, viewer: Viewer, theme?: Theme): Promise<string>;
  /** Serves the pictures: `GET /charts/:token.png`. */
  plugin: FastifyPluginAsync;
};

/**
 * For whom a chart was made, as the store has them, null: for nobody, of a reply that shows no customer; and the key of the
 * message that it is part of, by which the log of access says whom it shows.
 */
export type Viewer = { managerId: number | null; message?: string | undefined };

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

  async function pathFor(spec: TopLevelSpec, viewer: Viewer): Promise<string> {
    const at = now();
    const expiry = Math.floor(at.getTime() / 1000) + lifetimeSeconds;
    const id = randomBytes(16).toString('base64url');
    const { managerId, message = null } = viewer;
    const expiresAt = new Date(expiry * 1000);
    await saveChartLink(store.db, { id, spec, managerId, message, expiresAt }, at);
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

  /** Adds to the log of access that somebody's chart was asked for, whoever has its address. */
  async function record({ managerId, message, ended }: ChartLink): Promise<void> {
    if (managerId === null) return;
    const shown = message === null ? undefined : await shownBefore(store.db, [message]);
    await recordAccess(store.db, {
      at: now(),
      managerId,
      channel: 'chart',
      intent: 'chart',
      outcome: ended ? 'refused' : 'allowed',
      reason: ended ? 'ended' : null,
      customerIds: shown?.get(message ?? '') ?? [],
      message,
    });
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
      const link = await findChartLink(store.db, id);
      let png: Uint8Array;
      try {
        if (link !== undefined) await record(link);
        if (link === undefined || link.ended)
          return refuse(404, 'This chart is no longer shown. Ask again.');
        png = await drawn(id, link.spec, question.data.query.theme);
      } catch (error) {
        if (error instanceof TooBusy) {
          reply.header('retry-after', 5);
          return refuse(503, 'Many charts are being drawn. Load this one again in a few seconds.');
        }
        const reference = logIncident(request.log, error, 'a chart could not be shown');
        return refuse(
          500,
          `This chart could not be shown. Ask again for a new one; if that fails, tell the operator the reference ${reference}.`,
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
    async urlFor(spec, viewer, theme = 'light') {
      const url = `${root}${await pathFor(spec, viewer)}`;
      return theme === 'dark' ? `${url}?theme=dark` : url;
    },
    plugin,
  };
}
