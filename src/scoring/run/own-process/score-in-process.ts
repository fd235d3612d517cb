import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fromRun, type PublishedOfRun, type RunTask } from './messages.ts';

/** How long a run may take to take itself back when it is told to stop, in milliseconds. */
const patience = 6000;
/** What is left lying about of short-lived objects before it is cleared away: a run needs little, and so it holds less. */
const semiSpaceMegabytes = 4;
/** Memory that one thread of a run freed is used by the next (glibc). */
const fewerArenas = { MALLOC_ARENA_MAX: '2' };
const file = fileURLToPath(new URL('./run-process.ts', import.meta.url));

/**
 * Makes a run in a process of its own, so that what it holds and how long it calculates is nothing to the process that answers
 * questions. It ends with this process, however that ends.
 *
 * @param onProgress called with how far the run is
 * @returns what was published
 * @throws why nothing was published, in words without anything of a customer; the signal's reason when it is aborted
 */
export async function scoreInProcess(
  task: RunTask,
  {
    signal,
    onProgress = () => undefined,
  }: {
    signal: AbortSignal;
    onProgress?: (progress: { step: string; done: number; total: number }) => void;
  },
): Promise<PublishedOfRun> {
  signal.throwIfAborted();
  // Debuggers and profilers of this process are not for the other one, and its stdout is this process's log.
  const child = fork(file, [], {
    execArgv: [`--max-semi-space-size=${semiSpaceMegabytes}`],
    env: { ...process.env, ...fewerArenas },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), patience).unref();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<PublishedOfRun>((resolve, reject) => {
      let ended: PublishedOfRun | Error | undefined;
      child.on('message', (message) => {
        const said = fromRun.safeParse(message).data;
        // Node's watch mode tells its own over the same channel.
        if (said === undefined) return;
        if ('progress' in said) onProgress(said.progress);
        else ended = 'published' in said ? said.published : new Error(said.failed);
      });
      child.once('error', reject);
      child.once('exit', (code, killed) => {
        if (ended !== undefined && !(ended instanceof Error)) resolve(ended);
        else if (signal.aborted) reject(signal.reason);
        else
          reject(
            ended ??
              new Error(`The process of the run ended early (${killed ?? `exit code ${code}`}).`),
          );
      });
      child.send(task, (error) => {
        if (error !== null) reject(error);
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
