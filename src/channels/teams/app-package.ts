import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import type { CommandDescription } from '../../conversation/command.ts';
import { commandWord } from '../../conversation/phrases.ts';
import { defaultLocale } from '../../language/locale.ts';
import { teamsLimits } from './limits.ts';

const folder = new URL('../../../config/teams/', import.meta.url);

/**
 * The first words of commands, without repetition, the lowest rank first: Teams has room for few, and puts the chosen title into the
 * message.
 */
function commandList(
  given: readonly CommandDescription[],
  rank: (command: CommandDescription) => number,
) {
  const commands = given.toSorted((a, b) => rank(a) - rank(b));
  const firstOf = new Map<string, string>();
  for (const command of commands) {
    const title = commandWord(command).slice(0, teamsLimits.commandTitle);
    const family = title.split(' ')[0] ?? title;
    if (!firstOf.has(family))
      firstOf.set(family, command.summary(defaultLocale).slice(0, teamsLimits.commandDescription));
  }
  return [...firstOf]
    .map(([title, description]) => ({ title, description }))
    .slice(0, teamsLimits.commands);
}

const isHelp = ({ intent }: CommandDescription) => intent === 'help';

/**
 * What Teams offers where people write: in their own chat what everybody needs; where others read along first what names nobody, for
 * answers about customers go to the asker alone there. Teams knows no roles of a bank: what somebody may not use is left out of help.
 */
const commandLists = (commands: readonly CommandDescription[]) => [
  {
    scopes: ['personal'],
    commands: commandList(commands, (each) => (isHelp(each) ? 0 : each.everyday ? 1 : 2)),
  },
  {
    scopes: ['team', 'groupChat'],
    commands: commandList(commands, (each) =>
      isHelp(each) ? 0 : each.ofGroups ? 1 : each.everyday ? 2 : 3,
    ),
  },
];

/**
 * The Teams app manifest, with the bot's ids, the server's address and the commands filled in.
 * @param options.appId the bot's id at Microsoft, a GUID
 * @param options.publicUrl how Teams reaches this server
 */
export function teamsManifest(options: {
  appId: string;
  publicUrl: string;
  commands: readonly CommandDescription[];
}): string {
  const text = readFileSync(new URL('manifest.json', folder), 'utf8');
  const filled: unknown = JSON.parse(text, (key, value: unknown) => {
    if (key === 'commandLists') return commandLists(options.commands);
    if (typeof value !== 'string') return value;
    return value
      .replaceAll('{{TEAMS_APP_ID}}', options.appId)
      .replaceAll('{{PUBLIC_URL}}', options.publicUrl.replace(/\/+$/, ''))
      .replaceAll('{{PUBLIC_HOST}}', new URL(options.publicUrl).host);
  });
  return `${JSON.stringify(filled, null, 2)}\n`;
}

/** The app package to upload to Teams: a zip of the manifest and its two icons. */
export function teamsAppPackage(manifest: string): Uint8Array {
  const icon = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
  return zipSync({
    'manifest.json': strToU8(manifest),
    'color.png': icon('color.png'),
    'outline.png': icon('outline.png'),
  });
}
