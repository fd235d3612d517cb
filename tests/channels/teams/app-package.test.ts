import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { describeCommands } from '../../../src/conversation/describe-commands.ts';
import { commandWord } from '../../../src/conversation/phrases.ts';

const script = fileURLToPath(
  new URL('../../../src/channels/teams/write-app-package.ts', import.meta.url),
);
const run = promisify(execFile);
const appId = '0f0f0f0f-1111-2222-3333-444444444444';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-teams-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = (environment: Record<string, string>, path = join(folder, 'app.zip')) =>
  run(process.execPath, [script, path], { env: { PATH: process.env.PATH ?? '', ...environment } });

/** What Microsoft's schema of the manifest, version 1.19, asks of what we use. */
const https = z.url({ protocol: /^https$/ }).max(2048);
const manifestShape = z.strictObject({
  $schema: z.literal(
    'https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json',
  ),
  manifestVersion: z.literal('1.19'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({
    name: z.string().min(1).max(32),
    websiteUrl: https,
    privacyUrl: https,
    termsOfUseUrl: https,
  }),
  name: z.strictObject({ short: z.string().min(1).max(30), full: z.string().min(1).max(100) }),
  description: z.strictObject({
    short: z.string().min(1).max(80),
    full: z.string().min(1).max(4000),
  }),
  icons: z.strictObject({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes: z.array(z.enum(['personal', 'team', 'groupChat'])).max(3),
        isNotificationOnly: z.literal(false),
        supportsFiles: z.literal(true),
        commandLists: z
          .array(
            z.strictObject({
              scopes: z.array(z.enum(['personal', 'team', 'groupChat'])).max(3),
              commands: z
                .array(
                  z.strictObject({
                    title: z.string().min(1).max(32),
                    description: z.string().min(1).max(128),
                  }),
                )
                .min(1)
                .max(10),
            }),
          )
          .max(3),
      }),
    )
    .max(1),
  composeExtensions: z
    .array(
      z.strictObject({
        botId: z.guid(),
        commands: z
          .array(
            z.strictObject({
              id: z.string().max(64),
              type: z.literal('query'),
              title: z.string().max(32),
              description: z.string().max(128),
              initialRun: z.boolean(),
              context: z.array(z.enum(['compose', 'commandBox', 'message'])).max(3),
              parameters: z
                .array(
                  z.strictObject({
                    name: z.string().max(64),
                    title: z.string().max(32),
                    description: z.string().max(128),
                    inputType: z.literal('text'),
                  }),
                )
                .min(1)
                .max(5),
            }),
          )
          .min(1)
          .max(10),
      }),
    )
    .max(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().max(2048)).max(16),
});

test('the script writes a zip of a manifest and two icons as Teams takes them', async () => {
  const path = join(folder, 'app.zip');
  const { stdout } = await write({
    TEAMS_APP_ID: appId,
    PUBLIC_URL: 'https://bellwether.bank.example/',
  });
  expect(stdout).toContain(path);
  const files = unzipSync(new Uint8Array(await readFile(path)));
  expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  const { manifest, color, outline } = {
    manifest: files['manifest.json'] ?? new Uint8Array(),
    color: Buffer.from(files['color.png'] ?? []),
    outline: Buffer.from(files['outline.png'] ?? []),
  };
  expect([color.readUInt32BE(16), color.readUInt32BE(20)]).toEqual([192, 192]);
  expect([outline.readUInt32BE(16), outline.readUInt32BE(20)]).toEqual([32, 32]);
  const text = strFromU8(manifest);
  expect(text).not.toContain('{{');
  const made = manifestShape.parse(JSON.parse(text));
  expect(made).toMatchObject({
    id: appId,
    bots: [{ botId: appId }],
    developer: { websiteUrl: 'https://bellwether.bank.example' },
    validDomains: ['bellwether.bank.example'],
  });
  const [own, shared] = made.bots[0]?.commandLists ?? [];
  expect(own?.scopes).toEqual(['personal']);
  expect(shared?.scopes).toEqual(['team', 'groupChat']);
  const groups = shared?.commands.map(({ title }) => title) ?? [];
  expect(groups).toContain('segments');
  expect(groups).not.toContain('customer');
  const titles = made.bots[0]?.commandLists[0]?.commands.map(({ title }) => title) ?? [];
  const words = describeCommands().map((command) => commandWord(command).split(' ')[0]);
  expect(titles).toContain('customer');
  expect(titles).toContain('help');
  for (const title of titles) expect(words).toContain(title);
});

test.each([
  [{ PUBLIC_URL: 'https://bank.example' }, 'TEAMS_APP_ID was given "". Allowed: the id of the bot'],
  [
    { TEAMS_APP_ID: 'bellwether', PUBLIC_URL: 'https://bank.example' },
    'TEAMS_APP_ID was given "bellwether". Allowed: the id of the bot',
  ],
  [
    { TEAMS_APP_ID: appId, PUBLIC_URL: 'http://localhost:3000' },
    'PUBLIC_URL was given "http://localhost:3000". Allowed: an address such as https://',
  ],
])('%j is refused in one line', async (environment, line) => {
  const failed = z.object({ code: z.number(), stderr: z.string() });
  const { code, stderr } = failed.parse(await write(environment).catch((error: unknown) => error));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^[^\n]*\n$/);
  expect(stderr).toContain(line);
});

test('a path that cannot be written is told in one line', async () => {
  const environment = { TEAMS_APP_ID: appId, PUBLIC_URL: 'https://bank.example' };
  await expect(write(environment, join(folder, 'none', 'app.zip'))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^.*app\.zip could not be written: ENOENT[^\n]*\n$/),
  });
});
