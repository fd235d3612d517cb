import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';

const folder = new URL('../../../config/teams/', import.meta.url);

const manifestShape = z.looseObject({
  bots: z.array(z.looseObject({ scopes: z.array(z.string()), commandLists: z.array(z.unknown()) })),
});

/** Teams shows at most ten commands a list, titles of 32 and descriptions of 128 characters. */
const limits = { commands: 10, title: 32, description: 128 };

/**
 * The Teams app manifest, with the bot's ids, the server's address and the commands filled in.
 * @throws SyntaxError or ZodError when config/teams/manifest.json is no manifest
 */
export function teamsManifest(options: {
  appId: string;
  publicUrl: string;
  commands: readonly { title: string; description: string }[];
}): string {
  const text = readFileSync(new URL('manifest.json', folder), 'utf8')
    .replaceAll('{{TEAMS_APP_ID}}', options.appId)
    .replaceAll('{{PUBLIC_URL}}', options.publicUrl.replace(/\/$/, ''))
    .replaceAll('{{PUBLIC_HOST}}', new URL(options.publicUrl).host);
  const manifest = manifestShape.parse(JSON.parse(text));
  const commands = options.commands.slice(0, limits.commands).map(({ title, description }) => ({
    title: title.slice(0, limits.title),
    description: description.slice(0, limits.description),
  }));
  for (const bot of manifest.bots) bot.commandLists = [{ scopes: bot.scopes, commands }];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The app package that is uploaded to Teams: a zip of the manifest and its two icons. */
export function teamsAppPackage(manifest: string): Uint8Array {
  const icon = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
  return zipSync({
    'manifest.json': strToU8(manifest),
    'color.png': icon('color.png'),
    'outline.png': icon('outline.png'),
  });
}
