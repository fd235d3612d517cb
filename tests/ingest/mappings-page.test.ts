import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMapping } from '../../src/ingest/mapping.ts';
import { rejectReasons } from '../../src/ingest/reject-codes.ts';
import { type Target, targetNames, targets } from '../../src/store/ingest/targets.ts';

const page = readFileSync('docs/mappings.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'mappings-page-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('docs/mappings.md', () => {
  it('shows a first mapping that is one', () => {
    const path = join(folder, 'first.yaml');
    writeFileSync(path, /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '');
    expect(Object.keys(readMapping(path).files)).toEqual(['customers', 'accounts', 'postings']);
  });

  it.each(targetNames)(
    'names every field of %s, the needed ones in bold, and every code',
    (name) => {
      const row = new RegExp(`^\\| \`${name}\` \\| (.*) \\|$`, 'm').exec(page)?.[1] ?? '';
      const target: Target = targets[name];
      const fields = row.replaceAll(/ \(.*?\)/g, '').split(', ');
      expect(fields).toEqual(
        Object.entries(target.fields).map(([field, { required }]) =>
          required ? `**${field}**` : field,
        ),
      );
      for (const { oneOf } of Object.values(target.fields)) {
        if (oneOf !== undefined) expect(row).toContain(`(${oneOf.join(', ')})`);
      }
    },
  );

  it.each(rejectReasons)('explains the reject %s', (reason) => {
    expect(page).toContain(`\`${reason}\``);
  });
});
