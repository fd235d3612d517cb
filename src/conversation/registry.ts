import { readdirSync } from 'node:fs';
import { isCommand, type RegisteredCommand } from './command.ts';

const folder = new URL('./commands/', import.meta.url);

/** Every command of `commands/`, in the order of the file names. A file put there is a command everywhere. */
export const commands: readonly RegisteredCommand[] = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map(async (file) => {
      const loaded: { default?: unknown } = await import(new URL(file, folder).href);
      if (!isCommand(loaded.default))
        throw new Error(`commands/${file} exports no command: export default defineCommand({ … })`);
      return loaded.default;
    }),
);
