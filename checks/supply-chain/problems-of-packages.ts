import { z } from 'zod';

/** Licences of what a server runs with that a bank takes without asking: permissive ones, and one for fonts. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-3.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PSF-2.0',
  'Unlicense',
]);
/** Besides, of what is for developing alone and is handed to nobody. */
const allowedForDeveloping = new Set([...allowed, 'MPL-2.0']);

/** Packages that would run a program when they are installed and need not: npm does not let them. */
const kept = new Set(['esbuild']);

/** The part of `package.json` that is looked at. */
export const manifestShape = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  allowScripts: z.record(z.string(), z.boolean()),
});

/** The part of `package-lock.json` that is looked at: every package, by its folder; '' is the project itself. */
export const lockShape = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      dev: z.boolean().default(false),
      hasInstallScript: z.boolean().default(false),
    }),
  ),
});

/** Whether an SPDX expression, without exceptions or nested alternatives, grants one of some licences. */
function grants(expression: string, licences: ReadonlySet<string>): boolean {
  const plain = expression.replaceAll(/[()]/g, '');
  return plain.split(' OR ').some((each) => each.split(' AND ').every((one) => licences.has(one)));
}

const exact = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

/**
 * What is wrong with the packages: a version that is not exact, one without its hash, a licence that is not allowed, or a program that
 * would run when it is installed and is not listed. One line each.
 */
export function problemsOfPackages(
  { dependencies, devDependencies, allowScripts }: z.infer<typeof manifestShape>,
  { packages }: z.infer<typeof lockShape>,
): string[] {
  const loose = Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name} is asked for as "${version}": name one version.`);
  const wrong = Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .flatMap(([folder, { license, integrity, dev, hasInstallScript }]) => {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const licences = dev ? allowedForDeveloping : allowed;
      return [
        ...(license !== undefined && grants(license, licences)
          ? []
          : [`${name} has the licence "${license ?? 'none'}", which is not allowed.`]),
        ...(integrity === undefined ? [`${name} has no hash in package-lock.json.`] : []),
        ...(hasInstallScript && !allowScripts[name] && !kept.has(name)
          ? [
              `${name} runs a program when it is installed: allow it, or list it as one that need not.`,
            ]
          : []),
      ];
    });
  return [...loose, ...wrong];
}
