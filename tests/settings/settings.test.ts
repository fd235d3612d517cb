import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/settings/config-error.ts';
import { readEnvironment, secretSettings } from '../../src/settings/environment.ts';
import { rulesOf } from '../../src/settings/offers.ts';
import { readConfig } from '../../src/settings/settings.ts';

const shipped = new URL('../../config/bellwether.yaml', import.meta.url).pathname;

describe('the environment', () => {
  it('has defaults for a newcomer: embedded store, demo bank, this machine alone', () => {
    const environment = readEnvironment({});
    expect(environment).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      DEMO: 'on',
      DATA_DIR: '.data',
      STANDSTILL_SECONDS: 30,
    });
    expect(environment.DATABASE_URL).toBeUndefined();
  });

  it('is written out whole in .env.example, where nothing is switched on', () => {
    const asked = new Set<string>();
    readEnvironment(
      new Proxy<Record<string, string>>(
        {},
        {
          get(_, name) {
            asked.add(String(name));
            return undefined;
          },
        },
      ),
    );
    const example = readFileSync('.env.example', 'utf8');
    expect(parseEnv(example)).toEqual({});
    const written = Object.keys(parseEnv(example.replaceAll(/^#(?=[A-Z_]+=)/gm, '')));
    const settings = [...asked].filter((name) => /^[A-Z_]+$/.test(name) && !/_FILE$/.test(name));
    expect(written.toSorted()).toEqual(settings.sort());
  });

  describe('takes a secret from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellwether-secrets-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const examples: Record<string, string> = {
      DATABASE_URL: 'postgres://u:hush@h/d',
      SLACK_BOT_TOKEN: 'xoxb-hush',
      SLACK_SIGNING_SECRET: 'hush',
      SLACK_APP_TOKEN: 'xapp-hush',
      TEAMS_APP_PASSWORD: 'hush',
      LANGUAGE_MODEL_KEY: 'hush',
      EVIDENCE_KEY: '-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----',
      METRICS_TOKEN: 'hush-hush-hush-hush',
      SMTP_URL: 'smtp://u:hush@h',
      OPENID_CLIENT_SECRET: 'hush',
    };

    it('for every setting that is one', () => {
      expect(secretSettings.toSorted()).toEqual(Object.keys(examples).sort());
      const files = Object.entries(examples).map(([name, text]) => [
        `${name}_FILE`,
        file(name, `${text}\n`),
      ]);
      const rest = {
        MAIL_FROM: 'b@h',
        OPENID_ISSUER: 'https://h',
        OPENID_CLIENT_ID: 'b',
      };
      expect(readEnvironment({ ...Object.fromEntries(files), ...rest })).toMatchObject(examples);
    });

    it.each([
      ['one that is not there', { METRICS_TOKEN_FILE: '/nowhere' }, /METRICS_TOKEN_FILE.*ENOENT/],
      [
        'the secret itself in place of its file',
        { METRICS_TOKEN_FILE: 'hush-hush-hush-hush' },
        /METRICS_TOKEN_FILE was given a value that is not shown/,
      ],
      ['an empty one', { METRICS_TOKEN_FILE: file('empty', '\n') }, /METRICS_TOKEN_FILE.*empty/],
      [
        'one with a wrong value',
        { METRICS_TOKEN_FILE: file('short', 'hush') },
        /^METRICS_TOKEN was/,
      ],
      [
        'one beside the setting itself',
        { METRICS_TOKEN: 'hush-hush-hush-hush', METRICS_TOKEN_FILE: file('two', 'hush') },
        /both set/,
      ],
      ['one for what is no secret', { PORT_FILE: file('port', '80') }, /PORT_FILE.*no secret/],
    ])('but not %s, and says so without it', (_, variables, said) => {
      const read = () => readEnvironment(variables);
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(said);
      expect(read).not.toThrow(/hush/);
    });
  });

  it('makes no demo bank in a database that somebody named', () => {
    expect(readEnvironment({ DATABASE_URL: 'postgres://u:p@h/d' }).DEMO).toBe('off');
    expect(readEnvironment({ DATABASE_URL: 'postgres://u:p@h/d', DEMO: 'on' }).DEMO).toBe('on');
  });

  it.each([
    [{ PORT: 'abc' }, 'PORT was given "abc". Allowed: a whole number from 0 to 65535.'],
    [{ PORT: '70000' }, 'PORT was given "70000". Allowed: a whole number from 0 to 65535.'],
    [{ DEMO: 'yes' }, 'DEMO was given "yes". Allowed: "on" or "off".'],
    [
      { DEMO_CUSTOMERS: '3' },
      'DEMO_CUSTOMERS was given "3". Allowed: a whole number from 1050 to 1000000.',
    ],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL was given "loud". Allowed: fatal, error, warn, info, debug, trace or silent.',
    ],
    [
      { STANDSTILL_SECONDS: '2' },
      'STANDSTILL_SECONDS was given "2". Allowed: seconds from 5 to 3600, or 0 for never.',
    ],
    [
      { PUBLIC_URL: 'bank' },
      'PUBLIC_URL was given "bank". Allowed: an address such as https://bellwether.bank.example.',
    ],
    [{ TEAMS_AUTH: 'none', HOST: '0.0.0.0' }, /^TEAMS_AUTH is "none" while HOST is "0\.0\.0\.0"/],
    [
      { TEAMS_AUTH: 'none', DEMO: 'off', PUBLIC_URL: 'https://bot.bank.example' },
      /^TEAMS_AUTH is "none" while PUBLIC_URL is "https:\/\/bot\.bank\.example"/,
    ],
    [
      { TEAMS_AUTH: 'none', PUBLIC_URL: 'http://localhost.bank.example' },
      /^TEAMS_AUTH is "none" while PUBLIC_URL/,
    ],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_SIGNING_SECRET is not set/],
    [{ SLACK_SIGNING_SECRET: 's' }, /^SLACK_BOT_TOKEN is not set/],
    [{ TEAMS_APP_ID: 'id' }, /^TEAMS_APP_PASSWORD is not set/],
  ])('refuses %j in one line', (variables, message) => {
    const reading = () => readEnvironment(variables);
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(message);
    expect(() => reading()).not.toThrow(/\n/);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000/', 'http://[::1]:3000'])(
    'lets Teams be tried without authentication at %s',
    (PUBLIC_URL) => {
      expect(readEnvironment({ TEAMS_AUTH: 'none', PUBLIC_URL })).toMatchObject({
        TEAMS_AUTH: 'none',
      });
    },
  );

  it.each([
    { SLACK_BOT_TOKEN: 'hush-hush' },
    { DATABASE_URL: 'mysql://user:hush-hush@host/db' },
    { LANGUAGE_MODEL_KEY: 'hush-hush of two words' },
  ])('never repeats a secret', (variables) => {
    expect(() => readEnvironment(variables)).toThrow(/a value that is not shown/);
    expect(() => readEnvironment(variables)).not.toThrow(/hush-hush/);
  });
});

describe('the configuration', () => {
  it.each([
    ['spaceship: { never: true }', 'offers.products.spaceship: expected a product, or one of'],
    ['card/: { never: true }', 'offers.products.card/: expected a product, or one of'],
    ['loan: { minimumAge: 16.5 }', 'offers.products.loan.minimumAge: '],
    ['loan: { minimumAge: 200 }', 'offers.products.loan.minimumAge: '],
    [
      'loan: { minimumAge: 70, maximumAge: 60 }',
      'offers.products.loan.maximumAge: expected no less',
    ],
    ['loan: { notAboveChurn: 50 }', 'offers.products.loan.notAboveChurn: '],
    ['loan: { oldest: 60 }', 'offers.products.loan: '],
  ])('names what is wrong in the offers: %s', (rule, message) => {
    const text = readFileSync(shipped, 'utf8').replace(
      /^ {4}loan: .*never.*$|^ {4}loan: \{ minimumAge.*$/m,
      `    ${rule}`,
    );
    expect(() => readConfig(written(text))).toThrow(message);
  });

  it.each([
    ['{ url: "ftp://models.bank.example", model: a }', 'languageModel.url: expected an address'],
    ['{ url: "https://me:pw@models.bank.example", model: a }', 'languageModel.url: expected'],
    ['{ url: "https://models.bank.example/?key=x", model: a }', 'the key is LANGUAGE_MODEL_KEY'],
    ['{ url: "https://models.bank.example" }', 'languageModel.model: '],
    ['{ url: "https://models.bank.example", model: a, timeout: 90 }', 'languageModel.timeout: '],
    ['{ url: "https://models.bank.example", model: a, key: b }', 'languageModel: '],
  ])('names what is wrong in the language model: %s', (settings, message) => {
    const text = `${readFileSync(shipped, 'utf8')}\nlanguageModel: ${settings}\n`;
    expect(() => readConfig(written(text))).toThrow(message);
  });

  it('has no language model unless one is set up, and asks it for three seconds', () => {
    expect(readConfig(shipped).languageModel).toBeUndefined();
    const set = 'languageModel: { url: "https://models.bank.example/v1", model: small }';
    const { languageModel } = readConfig(written(`${readFileSync(shipped, 'utf8')}\n${set}\n`));
    expect(languageModel).toEqual({
      url: 'https://models.bank.example/v1',
      model: 'small',
      timeout: 3,
      failures: 3,
      pause: 60,
    });
  });

  it.each([
    ['{ lead: 1.2 }', 'pipeline.stageChances.lead: '],
    ['{ won: 1 }', 'pipeline.stageChances: '],
    [
      '{ proposal: 0.9, negotiation: 0.8 }',
      'pipeline.stageChances: expected no stage with a lower',
    ],
    ['{ lead: 0.3 }', 'pipeline.stageChances: expected no stage with a lower'],
  ])('names what is wrong in the chances of stages: %s', (chances, message) => {
    const text = readFileSync(shipped, 'utf8').replace(
      /stageChances: .*/,
      `stageChances: ${chances}`,
    );
    expect(() => readConfig(written(text))).toThrow(message);
  });

  it('has chances of stages where nothing is said of them', () => {
    const { pipeline } = readConfig(shipped);
    const text = readFileSync(shipped, 'utf8').replace(/^pipeline:\n(?: .*\n)+/m, '');
    expect(text).not.toContain('stageChances');
    expect(readConfig(written(text)).pipeline).toEqual(pipeline);
  });

  it('lets everything be offered where nothing is said of offers', () => {
    const text = readFileSync(shipped, 'utf8').replace(/^offers:\n(?: .*\n)+/m, '');
    expect(readConfig(written(text)).offers).toEqual({ monthsAfterRefusal: 6, products: {} });
    const { offers } = readConfig(shipped);
    expect(offers.products['standing-order']).toEqual({ never: true });
    expect(rulesOf(offers, { product: 'card', label: 'gold' })).toEqual({
      minimumAge: 18,
      monthsAfterRefusal: 6,
    });
    const products = { loan: { minimumAge: 18, never: true }, 'loan/green': { never: false } };
    expect(
      rulesOf({ monthsAfterRefusal: 3, products }, { product: 'loan', label: 'green' }),
    ).toEqual({ minimumAge: 18, never: false, monthsAfterRefusal: 3 });
  });

  const folder = mkdtempSync(join(tmpdir(), 'bellwether-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (text: string) => {
    const file = join(folder, 'c.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('ships valid', () => {
    expect(readConfig(shipped).valuation.clv.annualDiscountRate).toBe(0.1);
  });

  it('names the file and the setting that is wrong', () => {
    expect(() => readConfig(written('valuation: {}\nchurn: 3\n'))).toThrow(
      /c\.yaml: .*valuation\.clv/,
    );
  });

  it('values by contribution where nothing is said, and refuses a model it does not know', () => {
    const text = readFileSync(shipped, 'utf8');
    const silent = text.replace(/^ {4}(model: contribution|margin: 0\.02)\n/gm, '');
    expect(silent).not.toBe(text);
    expect(readConfig(written(silent)).valuation.clv).toEqual(readConfig(shipped).valuation.clv);
    expect(readConfig(shipped).valuation.clv.model).toBe('contribution');
    expect(() => readConfig(written(text.replace('model: contribution', 'model: sales')))).toThrow(
      /c\.yaml: valuation\.clv\.model: .*"contribution"\|"transactions"/,
    );
  });

  it('takes a number for who is at risk, or works it out where nothing is said', () => {
    const text = readFileSync(shipped, 'utf8');
    const atRisk = (line: string) =>
      readConfig(written(text.replace(/^ {2}atRisk: auto\n/m, line))).churn.atRisk;
    expect(atRisk('')).toBe('auto');
    expect(atRisk('  atRisk: 0.3\n')).toBe(0.3);
    expect(() => atRisk('  atRisk: 30\n')).toThrow(/churn\.atRisk/);
  });

  it('refuses a default of a variable that only every object has', () => {
    const risk = `risk:
  purpose: To see who may need help with a loan.
  default: { variable: __proto__, state: bad }
  variables: { loan: { states: [bad, good], table: [[0.1, 0.9]] } }
`;
    const text = readFileSync('config/bellwether.yaml', 'utf8');
    expect(() => readConfig(written(`${text}\n${risk}`))).toThrow(
      /There is no variable __proto__; there are loan\./,
    );
  });

  it('names a file that is not YAML, and one that is not there', () => {
    expect(() => readConfig(written('a: [1, 2'))).toThrow(/c\.yaml is not valid YAML/);
    expect(() => readConfig(join(folder, 'none.yaml'))).toThrow(
      /BELLWETHER_CONFIG .*none\.yaml cannot be read/,
    );
  });
});
