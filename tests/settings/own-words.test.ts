import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sayIn } from '../../src/language/messages.ts';
import { ConfigError } from '../../src/settings/config-error.ts';
import { readOwnWords } from '../../src/settings/own-words.ts';

/** A configuration with files of words beside it. */
function configWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'words-'));
  mkdirSync(join(folder, 'locales'));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, 'locales', name), text);
  return join(folder, 'bellwether.yaml');
}

it('a bank words a text in its own way', () => {
  readOwnWords(configWith({ 'zh.yaml': 'messages:\n  charts:\n    empty: 没有可显示的内容\n' }));
  expect(sayIn('zh')('charts.empty')).toBe('没有可显示的内容');
  expect(sayIn('en')('charts.empty')).toBe('Nothing to show yet');
});

it.each([
  ['no new language without its name', 'de.yaml', 'messages: {}', /de\.yaml: The language "de"/],
  ['no text that is never said', 'en.yaml', 'messages: { charts: { none: x } }', /"charts\.none"/],
  [
    'no text that lacks a placeholder',
    'zh.yaml',
    'messages: { charts: { firstOf: 显示前几项 } }',
    /charts\.firstOf in zh: \{most\} is missing/,
  ],
  ['nothing that is not text', 'en.yaml', 'messages: { charts: { empty: 3 } }', /messages\.charts/],
  ['no file that is not YAML', 'en.yaml', 'messages: [', /en\.yaml: /],
  ['no name that is not a language', 'my words.yaml', 'messages: {}', /such as de\.yaml/],
])('%s is taken', (_, name, text, problem) => {
  const config = configWith({ [name]: text });
  expect(() => readOwnWords(config)).toThrow(ConfigError);
  expect(() => readOwnWords(config)).toThrow(problem);
});

it('a configuration without words of its own is as it was', () => {
  expect(() => readOwnWords(join(mkdtempSync(join(tmpdir(), 'words-')), 'x.yaml'))).not.toThrow();
});
