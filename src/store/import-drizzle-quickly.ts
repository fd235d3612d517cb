import { type ResolveFnOutput, registerHooks } from 'node:module';

const within = '/node_modules/drizzle-orm/';

/**
 * Has Node find the files of drizzle-orm without reading its package.json of 179 kB, where all of them are named, again for each
 * of a hundred files and of hundreds of imports: that takes three seconds of processor in every process and thread. Found are the
 * same files. To be called before anything that imports the package is loaded.
 */
export function importDrizzleQuickly(): void {
  const known = new Map<string, ResolveFnOutput>();
  registerHooks({
    resolve(specifier, context, next) {
      const from = context.parentURL ?? '';
      if (from.includes(within) && /^\.{1,2}\/.*\.js$/.test(specifier))
        return { url: new URL(specifier, from).href, format: 'module', shortCircuit: true };
      const fromHere = !from.includes('/node_modules/') && context.conditions.includes('import');
      if (!fromHere || !/^drizzle-orm(?:\/|$)/.test(specifier)) return next(specifier, context);
      const found = known.get(specifier) ?? next(specifier, context);
      known.set(specifier, found);
      return { ...found, shortCircuit: true };
    },
  });
}
