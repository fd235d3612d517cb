import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fontFiles } from '../../src/charts/fonts.ts';

/*
 * Takes out of node_modules what no server reads, when an image is built: weights of fonts that charts are not drawn in, TypeScript
 * (which Node runs nowhere below node_modules), builds for browsers, tests and the like. Licences stay.
 */

const modules = 'node_modules';
const fonts = '@expo-google-fonts';
const drawn = new Set(fontFiles.map((file) => join(modules, fonts, file)));

const unread = new Set(
  [
    ...globSync(`${modules}/**/*.{map,ts,mts,cts,md,markdown,tsbuildinfo,flow}`),
    ...globSync(`${modules}/**/eslint.config.*`),
    ...globSync(`${modules}/**/{test,tests,__tests__,examples,.github}/**/*`),
    ...globSync(`${modules}/@azure/*/dist/{browser,react-native,workerd}/**/*`),
    ...globSync(`${modules}/${fonts}/*/**/*.ttf`).filter((file) => !drawn.has(file)),
  ].filter((file) => !/licen[cs]e/i.test(file) && statSync(file).isFile()),
);

let bytes = 0;
for (const file of unread) {
  bytes += statSync(file).size;
  rmSync(file);
}
const lost = [...drawn].filter((file) => !statSync(file).isFile());
if (lost.length > 0) throw new Error(`Fonts that charts are drawn in are not there: ${lost}.`);
console.log(`${unread.size} files of ${Math.round(bytes / 1e6)} MB are left out.`);
