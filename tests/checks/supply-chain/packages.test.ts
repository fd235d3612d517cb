import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  lockShape,
  manifestShape,
  problemsOfPackages,
} from '../../../checks/supply-chain/problems-of-packages.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = manifestShape.parse(read('package.json'));
const lock = lockShape.parse(read('package-lock.json'));

const problems = (
  changed: Partial<z.infer<typeof lockShape>['packages'][string]>,
  asked = '1.0.0',
) =>
  problemsOfPackages(
    { dependencies: { it: asked }, devDependencies: {}, allowScripts: { node: true } },
    {
      packages: {
        '': { dev: false, hasInstallScript: false },
        'node_modules/it': {
          license: 'MIT',
          integrity: 'sha512-…',
          dev: false,
          hasInstallScript: false,
          ...changed,
        },
      },
    },
  );

describe('the packages', () => {
  it('are named exactly, have their hashes and allowed licences, and run nothing', () => {
    expect(problemsOfPackages(manifest, lock)).toEqual([]);
  });

  it('are refused otherwise', () => {
    expect(problems({})).toEqual([]);
    expect(problems({}, '^1.0.0')).toEqual([expect.stringContaining('name one version')]);
    expect(problems({}, 'npm:other@1.0.0')).toEqual([]);
    expect(problems({}, 'github:who/it')).toHaveLength(1);
    expect(problems({ license: 'GPL-3.0-only' })).toEqual([
      expect.stringContaining('GPL-3.0-only'),
    ]);
    expect(problems({ license: undefined })).toEqual([expect.stringContaining('"none"')]);
    expect(problems({ license: '(MIT OR GPL-3.0-only)' })).toEqual([]);
    expect(problems({ license: 'MIT AND GPL-3.0-only' })).toHaveLength(1);
    expect(problems({ license: 'MPL-2.0' })).toHaveLength(1);
    expect(problems({ license: 'MPL-2.0', dev: true })).toEqual([]);
    expect(problems({ integrity: undefined })).toEqual([expect.stringContaining('no hash')]);
    expect(problems({ hasInstallScript: true })).toEqual([expect.stringContaining('installed')]);
  });

  it('are told in a bill of materials', () => {
    const { scripts } = z
      .object({ scripts: z.object({ sbom: z.string() }) })
      .parse(read('package.json'));
    const [program = '', ...words] = scripts.sbom.split(' ');
    const printed = execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64e6 });
    const property = z.object({ name: z.string(), value: z.string() });
    const bill = z
      .object({
        bomFormat: z.literal('CycloneDX'),
        components: z.array(z.object({ name: z.string(), properties: z.array(property) })),
      })
      .parse(JSON.parse(printed));
    const told = new Set(
      bill.components
        .filter(({ properties }) =>
          properties.every(({ name }) => name !== 'cdx:npm:package:development'),
        )
        .map(({ name }) => name),
    );
    expect(Object.keys(manifest.dependencies).filter((name) => !told.has(name))).toEqual([]);
    expect(['vitest', 'drizzle-kit', 'axe-core', 'node'].filter((name) => told.has(name))).toEqual(
      [],
    );
  });
});
