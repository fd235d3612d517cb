import { readFileSync } from 'node:fs';
import { configurationPage } from './reference-pages/configuration.ts';
import { environmentPage } from './reference-pages/environment.ts';
import { metricsPage } from './reference-pages/metrics.ts';
import { describedApi, restPage } from './reference-pages/rest-api.ts';
import { refuseUnusedWords, writePage } from './write-page.ts';

/*
 * Writes the pages of settings, addresses and metrics, in English and Chinese, from what the server itself goes by. With --check it
 * changes nothing and fails where a page is not what the source says.
 */

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const script = 'docs:reference';

const configuration = read('config/bellwether.yaml');
const environment = read('.env.example');
const described = await describedApi();

writePage('reference/configuration', script, (locale) => configurationPage(locale, configuration));
writePage('reference/environment', script, (locale) => environmentPage(locale, environment));
writePage('reference/metrics', script, metricsPage);
writePage('reference/rest-api', script, (locale) => restPage(locale, described));
refuseUnusedWords();
