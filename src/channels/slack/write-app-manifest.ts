import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { describeCommands } from '../../conversation/describe-commands.ts';
import { slackManifest } from './app-manifest.ts';

const publicUrl = z
  .url({ protocol: /^https$/ })
  .optional()
  .safeParse(process.env.PUBLIC_URL || undefined);
if (publicUrl.success) {
  const manifest = slackManifest({ commands: describeCommands(), publicUrl: publicUrl.data });
  const path = process.argv[2];
  if (path === undefined) process.stdout.write(manifest);
  else writeFileSync(path, manifest);
} else {
  console.error(
    `PUBLIC_URL was given ${JSON.stringify(process.env.PUBLIC_URL)}. Allowed: an address such as https://bellwether.bank.example; Slack calls no other.`,
  );
  process.exitCode = 2;
}
