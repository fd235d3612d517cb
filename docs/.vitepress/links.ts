import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';

/** The folder of the project, which the pages link into: `[compose.yaml](../compose.yaml)`. */
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Files of the project that are a page of the site, too. */
const pagesOfFiles: Readonly<Record<string, string>> = {
  'README.md': 'index.md',
  'SECURITY.md': 'promises.md',
  'ARCHITECTURE.md': 'architecture.md',
  'CONTRIBUTING.md': 'contributing.md',
  'CHANGELOG.md': 'changelog.md',
  'config/bellwether.yaml': 'reference/configuration.md',
  '.env.example': 'reference/environment.md',
};

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

/**
 * Where a link of a page leads in the site.
 * @param page the path of the page below `docs`
 * @param href as it is written: a path that holds in the repository, with what is behind `#`
 * @returns the address of a page; `undefined` for a file or folder of the project that is no page; the link itself where there is no such file
 */
export function siteLink(page: string, href: string): string | undefined {
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  // A page may show a file of the project's own folder, whose links go from there.
  const found = [posix.join('docs', dirname(page), path), path].find((each) =>
    existsSync(join(root, each)),
  );
  const translated = page.startsWith('zh/');
  // What is not translated is read in English.
  const inEnglish = translated ? posix.join('docs', dirname(page).replace(/^zh\/?/, ''), path) : '';
  const file = found ?? (inEnglish !== '' && isFile(join(root, inEnglish)) ? inEnglish : undefined);
  if (file === undefined) return href;
  const known = pagesOfFiles[file] ?? (file.startsWith('docs/') ? file.slice('docs/'.length) : '');
  if (!known.endsWith('.md')) return undefined;
  const own = translated && !known.startsWith('zh/') ? `zh/${known}` : known;
  const shown = isFile(join(root, 'docs', own)) ? own : known;
  return `/${shown.replace(/(?:^|(?<=\/))index\.md$/, '').replace(/\.md$/, '')}${hash}`;
}

/** Has links of the pages lead to pages of the site; a link to a file that is no page is shown as its text alone. */
export function linkWithinSite(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('link-within-site', ({ tokens, env }) => {
    const page: unknown = env.relativePath;
    if (typeof page !== 'string') return;
    for (const { children } of tokens) {
      const plain: boolean[] = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const link = siteLink(page, String(token.attrGet('href')));
          plain.push(link === undefined);
          if (link !== undefined) token.attrSet('href', link);
          else Object.assign(token, { tag: 'span', attrs: null, type: 'plain_open' });
        } else if (token.type === 'link_close' && plain.pop()) {
          Object.assign(token, { tag: 'span', type: 'plain_close' });
        }
      }
    }
  });
}
