#!/usr/bin/env node
// Runs the command under a Node that runs TypeScript as it is: this one if it can, else the one that npm installed.
// Settings in a .env of the folder it is called in count, as for the server; what the environment says already wins.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const settings = existsSync('.env');

if (Number(process.versions.node.split('.')[0]) >= 24) {
  if (settings) process.loadEnvFile('.env');
  await import(cli);
} else {
  const require = createRequire(import.meta.url);
  let node;
  try {
    node = join(dirname(require.resolve('node/package.json')), 'bin', 'node');
  } catch {
    console.error(
      `Bellwether runs on Node 24, and this is ${process.versions.node}. Run "npm ci" here once, or use Node 24.`,
    );
    process.exit(1);
  }
  const flags = settings ? ['--env-file=.env'] : [];
  const child = spawn(node, [...flags, cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
}
