import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addWords, wordsFile } from '../language/catalogs.ts';
import { localeName } from '../language/locale.ts';
import { ConfigError } from './config-error.ts';
import { readYaml, readYamlText } from './read-yaml.ts';

/**
 * Takes in a bank's own words: in `locales/` beside its configuration, a YAML file a language, named by its locale
 * (`en.yaml`, `de.yaml`), with the texts it words in its own way under `messages`, a topic at a time, and, for a language
 * that is new, its name, formats and script under `language`. What a new language lacks is said in English.
 * @param configFile the path of the configuration
 * @throws {ConfigError} one line that names the file, and the text or value in it that cannot be
 */
export function readOwnWords(configFile: string): void {
  const folder = join(dirname(configFile), 'locales');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const locale = /^(.+)\.ya?ml$/.exec(name)?.[1];
    if (locale === undefined) continue;
    const file = join(folder, name);
    try {
      if (!localeName.test(locale))
        throw new Error('expected the name of a language, such as de.yaml');
      const read = wordsFile.safeParse(readYaml(readYamlText(file)).value);
      if (!read.success) {
        const [issue] = read.error.issues;
        throw new Error(`${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
      }
      addWords(locale, { facts: read.data.language, messages: read.data.messages });
    } catch (error) {
      throw new ConfigError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
