import { readdirSync } from 'node:fs';
import { isCommand, type RegisteredCommand } from './command.ts';

const folder = new URL('./commands/', import.meta.url);

/**
 * Every command of `commands/`, in the order of the file names: a file is a command, and so is a folder's `command.ts`,
 * beside which stand the parts of its reply. What is put there is a command everywhere.
 */
export const commands: readonly RegisteredCommand[] = await Promise.all(
  readdirSync(folder, { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? `${entry.name}/command.ts` : entry.name))
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map(async (file) => {
      const loaded: { default?: unknown } = await import(new URL(file, folder).href);
      if (!isCommand(loaded.default))
        throw new Error(`commands/${file} exports no command: export default defineCommand({ … })`);
      return loaded.default;
    }),
);
