import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/*
 * Whether each link of the built site to a place on a page leads to one. VitePress itself refuses links to pages that are not there.
 */

const site = 'dist/docs';
const pages = new Map(
  readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => [`/${file}`, readFileSync(join(site, file), 'utf8')]),
);

const missing = [...pages].flatMap(([page, html]) =>
  [...html.matchAll(/<a [^>]*?href="([^":#]*)#([^"]+)"/g)].flatMap(([, path = '', anchor = '']) => {
    const to = path === '' ? page : posix.resolve(posix.dirname(page), path);
    const file = to.endsWith('.html') ? to : posix.join(to, 'index.html');
    const id = decodeURIComponent(anchor).replaceAll('&amp;', '&');
    return pages.get(file)?.includes(`id="${id}"`) ? [] : [`${page}: ${path}#${id}`];
  }),
);
for (const link of new Set(missing)) console.error(`No such place: ${link}`);
process.exitCode = missing.length === 0 ? 0 : 1;
