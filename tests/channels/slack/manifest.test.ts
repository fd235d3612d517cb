import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { slackManifest } from '../../../src/channels/slack/app-manifest.ts';
import { valueMentioned } from '../../../src/channels/slack/listeners.ts';
import { describeCommands } from '../../../src/conversation/describe-commands.ts';
import { phrasesFor } from '../../../src/conversation/phrases.ts';

const manifestShape = z.object({
  display_information: z.object({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    long_description: z.string().min(175).max(4000),
  }),
  features: z.object({
    agent_view: z.strictObject({
      agent_description: z.string().min(1).max(300),
      suggested_prompts: z
        .array(z.strictObject({ title: z.string().min(1), message: z.string().min(1) }))
        .min(1)
        .max(4),
    }),
    app_home: z.object({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
    }),
    shortcuts: z.array(
      z.strictObject({
        name: z.string().min(1).max(24),
        type: z.literal('message'),
        callback_id: z.string().min(1).max(255),
        description: z.string().min(1).max(150),
      }),
    ),
    slash_commands: z.array(
      z.object({
        command: z.string(),
        url: z.url(),
        usage_hint: z.string().min(1).max(1000),
        description: z.string().min(1).max(2000),
        should_escape: z.literal(false),
      }),
    ),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.url(), bot_events: z.array(z.string()) }),
    interactivity: z.object({ is_enabled: z.literal(true), request_url: z.url() }),
  }),
});
const manifest = manifestShape.parse(
  JSON.parse(readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8')),
);

const folder = new URL('../../../src/channels/slack/', import.meta.url);
const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n');

/** The bot scopes that Slack's documentation names for each method. */
const scopesOf: Record<string, string[]> = {
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.members': ['channels:read', 'groups:read', 'mpim:read'],
  'conversations.open': ['im:write'],
  'files.info': ['files:read'],
  filesUploadV2: ['files:write'],
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

test('asks for the scopes that the methods, events and commands in the code need, and for no more', () => {
  const used = [...code.matchAll(/\bclient\.((?:[a-z]+\.)*[A-Za-z]\w*)\(/gi)].map(
    ([, method = '']) => method,
  );
  expect(used).toContain('filesUploadV2');
  const needed = used.flatMap((method) => {
    const scopes = scopesOf[method];
    if (scopes === undefined) throw new Error(`No scopes are known for ${method}.`);
    return scopes;
  });
  const listened = ['commands', 'app_mentions:read', 'im:history', 'links:read'];
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(
    [...new Set([...needed, ...listened])].sort(),
  );
});

test('subscribes to the events that the code listens to, at the address that the server serves', () => {
  const { event_subscriptions, interactivity } = manifest.settings;
  expect(code).toMatch(/app\.event\('app_home_opened'/);
  expect(code).toMatch(/app\.event\('app_mention'/);
  expect(code).toMatch(/app\.message\(/);
  expect(event_subscriptions.bot_events).toEqual([
    'app_home_opened',
    'app_mention',
    'app_uninstalled',
    'link_shared',
    'message.im',
    'team_join',
    'tokens_revoked',
    'user_change',
  ]);
  for (const address of [event_subscriptions.request_url, interactivity.request_url])
    expect(new URL(address).pathname).toBe('/slack/events');
});

test('has the one command of the code, with a hint made of the commands', () => {
  const [command, ...others] = manifest.features.slash_commands;
  expect(others).toEqual([]);
  expect(code).toContain(`app.command('${command?.command}'`);
  const words = describeCommands().map(({ usage }) => usage.split(' ')[0]);
  const hinted = command?.usage_hint.split(' | ') ?? [];
  expect(hinted).toContain('customer');
  for (const word of hinted) expect(words).toContain(word);
});

test('suggests what the bot understands, in each language', () => {
  const examples = describeCommands().flatMap((command) =>
    ['en' as const, 'zh' as const].flatMap((locale) => phrasesFor(command, locale).sentences),
  );
  for (const { message } of manifest.features.agent_view.suggested_prompts)
    expect(examples.map((each) => each.toLowerCase())).toContain(message.toLowerCase());
});

test('has the shortcut of messages that the code listens to', () => {
  expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual([
    valueMentioned,
  ]);
});

test('made anew it names every command, and is otherwise as it is kept', () => {
  const made = manifestShape.parse(
    JSON.parse(slackManifest({ commands: describeCommands(), publicUrl: undefined })),
  );
  const hint = made.features.slash_commands[0]?.usage_hint ?? '';
  for (const { usage } of describeCommands()) {
    expect(hint.split(' | ')).toContain(usage.split(' ')[0]);
  }
  const kept = manifest.features.slash_commands.map((command) => ({
    ...command,
    usage_hint: hint,
  }));
  expect(made).toEqual({ ...manifest, features: { ...manifest.features, slash_commands: kept } });
});

test('is made for a server of one’s own', () => {
  const made = slackManifest({
    commands: describeCommands(),
    publicUrl: 'https://chat.bank.example/bell',
  });
  expect(made).not.toContain('bellwether.example.com');
  expect(made.replace(/\s/g, '')).toContain('"unfurl_domains":["chat.bank.example"]');
  expect(made.match(/https:\/\/chat\.bank\.example\/bell\/slack\/events/g)).toHaveLength(3);
});
