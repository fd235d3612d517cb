import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/*
 * The software as a user starts it: processes of the server and of the command line.
 */

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What a program of the tests' own is started with: it begins as the processes of the tests do. */
export const asTests = ['--import', new URL('before-tests.ts', import.meta.url).href];

/** How a process ended, and what it wrote. */
export type Ended = { code: number | null; out: string; err: string };

/** Programs that run in a folder of the test's own, and see of the environment only what they are given. */
export function programsIn(folder: string) {
  const environment = (variables: Record<string, string>) => ({
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DEMO_CUSTOMERS: '1100',
    ...variables,
  });
  const spawned = (file: string, words: string[], variables: Record<string, string>) =>
    spawn(process.execPath, [join(root, file), ...words], {
      cwd: folder,
      env: environment(variables),
    });

  /** Runs a program to its end. */
  function run(
    file: string,
    words: string[],
    variables: Record<string, string>,
    input = '',
  ): Promise<Ended> {
    const child = spawned(file, words, variables);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      err += text;
    });
    child.stdin.end(input);
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  }

  return {
    run,
    /** Runs a command of the command line to its end. */
    cli: (words: string[], variables: Record<string, string>, input?: string) =>
      run('bin/bellwether.js', words, variables, input),
    /** Starts a server and waits until it serves. */
    async start(variables: Record<string, string>) {
      const child = spawned('src/main.ts', [], { PORT: '0', ...variables });
      const log: string[] = [];
      const address = await new Promise<string>((resolve, reject) => {
        let rest = '';
        child.stdout.setEncoding('utf8').on('data', (text) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const each of lines) {
            log.push(each);
            const said = line.parse(JSON.parse(each));
            if (said.msg === 'serving' && said.address !== undefined) resolve(said.address);
          }
        });
        child.stderr.setEncoding('utf8').on('data', (text) => log.push(text));
        child.once('exit', (code) =>
          reject(new Error(`The server ended with ${code}: ${log.join('\n')}`)),
        );
      });
      return { child, address, log };
    },
  };
}

const line = z.looseObject({ msg: z.string(), address: z.string().optional() });

/** The exit code of a process that ends; null where a signal ended it. */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code));
  });
}

/** Waits until something is so. */
export async function until(condition: () => Promise<boolean>, seconds: number): Promise<void> {
  for (let tries = 0; tries < seconds * 5; tries++) {
    if (await condition()) return;
    await new Promise((go) => setTimeout(go, 200));
  }
  throw new Error(`What was waited for did not come within ${seconds} s.`);
}
