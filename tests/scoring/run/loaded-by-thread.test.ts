import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from '../../server-process.ts';

const script = `
  import { registerHooks } from 'node:module';
  const loaded = new Set();
  registerHooks({
    load(url, context, next) {
      loaded.add(/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1] ?? 'our own');
      return next(url, context);
    },
  });
  await import('./src/scoring/run/value-bank.ts');
  console.log([...loaded].join('\\n'));
`;

it('a thread that values a bank loads nothing of the database: each run starts one', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: root },
  );
  const loaded = stdout.trim().split('\n');
  expect(loaded).toContain('our own');
  expect(loaded).toContain('ml-kmeans');
  for (const each of ['drizzle-orm', 'pg', 'postgres', '@electric-sql/pglite'])
    expect(loaded).not.toContain(each);
});
