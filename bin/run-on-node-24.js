// Runs programs under a Node that runs TypeScript as it is: this one if it can, else the one that npm installed.
// Settings in a .env of the folder it is called in count; what the environment says already wins.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What ends this process ends the program as well. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The Node that npm installed with the packages for developing; undefined where those were left out. */
function installedNode() {
  try {
    const found = createRequire(import.meta.url).resolve('node/package.json');
    return join(dirname(found), 'bin', 'node');
  } catch {
    return undefined;
  }
}

/**
 * Runs programs of `src`, one after the other, with the arguments of this process. Ends this process with 1 and a line that
 * says what to do where no fitting Node is at hand, and as a program ended that fails.
 * @param {...string} files below `src`
 */
export async function runOnNode24(...files) {
  // What was compiled before is read back. Told by the environment, it is so for a program that is started, and for threads, from
  // their first file on: none of them loads what takes types out of TypeScript, which is 10 MB and more in each.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');
  const settings = existsSync('.env');
  const programs = files.map((file) => fileURLToPath(new URL(`../src/${file}`, import.meta.url)));
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    if (settings) process.loadEnvFile('.env');
    module.enableCompileCache();
    for (const program of programs) await import(program);
    return;
  }
  const node = installedNode();
  if (node === undefined) {
    console.error(
      `Bellwether runs on Node 24, and this is ${process.versions.node}. Use Node 24, or run "npm ci" without --omit=dev once, which brings it.`,
    );
    process.exit(1);
  }
  for (const program of programs) {
    const flags = settings ? ['--env-file=.env'] : [];
    const child = spawn(node, [...flags, program, ...process.argv.slice(2)], { stdio: 'inherit' });
    const pass = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, pass);
    const code = await new Promise((resolve) =>
      child.on('exit', (status, signal) => resolve(signal === null ? status : 1)),
    );
    if (code !== 0) process.exit(code);
    for (const signal of signals) process.off(signal, pass);
  }
}
