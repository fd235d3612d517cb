import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'src/channels/README.md',
];

const manifest = z.looseObject({ scripts: z.record(z.string(), z.string()) });

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('names no file that is not there', () => {
    const named = [...text.matchAll(/`((?:src|tests|docs|benchmarks|drizzle)\/[\w./-]*)`/g)];
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)];
    const files = [
      ...named.map(([, file = '']) => file),
      ...links.map(([, file = '']) => join(dirname(page), file)),
    ];
    // A name in capitals stands for any.
    const real = files.filter((file) => !/\/(LOCALE|NAME)\b/.test(file));
    expect(real.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names no npm script that is not there', () => {
    const { scripts } = manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});
