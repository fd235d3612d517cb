import { readFileSync } from 'node:fs';
import type { CommandDescription } from '../../conversation/command.ts';

const file = new URL('../../../manifest.json', import.meta.url);

/** The first word of every command, without repetition: Slack shows them while somebody types `/value`. */
const usageHint = (commands: readonly CommandDescription[]) =>
  [...new Set(commands.map(({ usage }) => usage.split(' ')[0]))].join(' | ');

/**
 * The Slack app manifest, with the commands that exist now.
 * @param options.publicUrl how Slack reaches this server; undefined: as in manifest.json
 */
export function slackManifest(options: {
  commands: readonly CommandDescription[];
  publicUrl: string | undefined;
}): string {
  const address =
    options.publicUrl && new URL('slack/events', options.publicUrl.replace(/\/*$/, '/')).href;
  const filled: unknown = JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) => {
    if (key === 'usage_hint') return usageHint(options.commands);
    if (key === 'unfurl_domains') return address ? [new URL(address).hostname] : value;
    return key === 'url' || key === 'request_url' ? (address ?? value) : value;
  });
  return `${JSON.stringify(filled, null, 2)}\n`;
}
