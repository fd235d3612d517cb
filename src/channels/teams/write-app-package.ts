import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { importDrizzleQuickly } from '../../store/import-drizzle-quickly.ts';

const environment = z.object({
  TEAMS_APP_ID: z.guid(),
  PUBLIC_URL: z.url({ protocol: /^https$/ }),
});
const allowed: Record<string, string> = {
  TEAMS_APP_ID: 'the id of the bot at Microsoft, such as 00000000-0000-0000-0000-000000000000',
  PUBLIC_URL: 'an address such as https://bellwether.bank.example; Teams calls no other',
};

const read = environment.safeParse(process.env);
if (read.success) {
  const path = process.argv[2] ?? 'bellwether-teams.zip';
  // Loaded only now, so that a wrong setting is told at once.
  importDrizzleQuickly();
  const { teamsAppPackage, teamsManifest } = await import('./app-package.ts');
  const { describeCommands } = await import('../../conversation/describe-commands.ts');
  const manifest = teamsManifest({
    appId: read.data.TEAMS_APP_ID,
    publicUrl: read.data.PUBLIC_URL,
    commands: describeCommands(),
  });
  try {
    writeFileSync(path, teamsAppPackage(manifest));
    console.log(`${path} is written: upload it in Teams under Apps, Manage your apps.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`${path} could not be written: ${reason}`);
    process.exitCode = 1;
  }
} else {
  const name = String(read.error.issues[0]?.path[0]);
  console.error(
    `${name} was given ${JSON.stringify(process.env[name] ?? '')}. Allowed: ${allowed[name]}.`,
  );
  process.exitCode = 2;
}
