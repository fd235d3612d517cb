import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/settings/config-error.ts';
import { playbookFacts } from '../../src/settings/playbooks/facts.ts';
import { readPlaybookFile } from '../../src/settings/playbooks/read-playbooks.ts';
import { readConfig } from '../../src/settings/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'bellwether-playbooks-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(yaml: string): string {
  const file = join(folder, 'tried.yaml');
  writeFileSync(file, yaml);
  return file;
}

/** A file with one playbook; its condition begins on line 5. */
const withCondition = (when: string) =>
  `playbooks:
  - id: one
    name: { en: One }
    when:
${when.replace(/^/gm, '      ')}
    step: { en: Do it }
    say: { en: Hello {customer} }
`.replace('Hello {customer}', '"Hello {customer}"');

const refusal = (yaml: string) => {
  try {
    readPlaybookFile(written(yaml), 'tried.yaml');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a file of playbooks', () => {
  it('is read with what is left out filled in', () => {
    const [one] = readPlaybookFile(
      written(withCondition('tier: [high, medium]\nnot: { churn_probability: "< 30%" }')),
    );
    expect(one).toMatchObject({ id: 'one', priority: 5, owner: 'manager', due_days: 7 });
    expect(one?.when).toMatchObject({
      all: [
        { fact: 'tier', test: { kind: 'words', anyOf: ['high', 'medium'] } },
        { not: { test: { kind: 'number', comparison: '<', threshold: 0.3 } } },
      ],
    });
  });

  it('with a condition of more parts than anybody means is refused while it is read', () => {
    const list = (part: string, times: number) => `any: [${Array(times).fill(part).join(', ')}]`;
    expect(refusal(withCondition(list('{ tier: high }', 199)))).toBe('accepted');
    expect(refusal(withCondition(list('{ tier: high }', 201)))).toContain('at most 200 parts');
    const wrong = refusal(withCondition(list('{ nothing: 1 }', 3000))).split('\n');
    expect(wrong.length).toBeLessThanOrEqual(22);
    expect(refusal(withCondition(list('{ any: [{}, {}] }', 1000)))).toContain('at most 200 parts');
    expect(refusal(withCondition('&w\nany: [*w, *w, *w]'))).toContain('stands in itself');
    expect(refusal(withCondition(`tier: [${'gold, '.repeat(9000)}]`)).length).toBeLessThan(200);
  });

  it.each([
    ['tier: gold', 5, 'tier is never "gold"; expected one of high, medium, low'],
    ['tier: hgih', 5, 'tier is never "hgih"; did you mean high?'],
    [
      'tier: high\nchurn_propability: ">= 0.3"',
      6,
      'there is no fact "churn_propability"; did you mean churn_probability?',
    ],
    [
      'all:\n  - tier: high\n  - any:\n      - holds: saving',
      8,
      'holds is never "saving"; did you mean savings?',
    ],
    ['balance: high', 5, 'balance is a number: compare it by > >= < <= or =, as in "> 90"'],
    ['at_risk: "yes"', 5, 'at_risk is true or false, not "yes"'],
    ['reasons: [complaints, weather]', 5, 'reasons is never "weather"; expected one of'],
    ['balance: "> 50%"', 5, 'balance is no share, so it cannot be compared to a percentage'],
    ['any: []', 5, 'any needs a list of at least one condition'],
    ['stage: 3', 5, 'stage is never "3"'],
    ['holds: { product: card }', 5, 'holds is compared to a word, not to a mapping'],
    ['sex: 1', 5, 'there is no fact "sex"'],
    ['__proto__: { tier: high }', 5, 'there is no fact "__proto__"'],
  ])('with %j is refused on line %i', (when, line, why) => {
    expect(refusal(withCondition(when))).toContain(`tried.yaml:${line}: ${why}`);
  });

  it('is refused for whatever else is wrong with it, each by its line', () => {
    const wrong = `playbooks:
  - id: Wrong Id
    ownr: manager
    priority: 12
    name: { en: Fine }
    when: { tier: high }
    owner: managr
    step: { en: "{client}, do it" }
    say: { english_: no }
`;
    const lines = refusal(wrong).split('\n');
    expect(lines.some((each) => each.startsWith('tried.yaml:2: id: an id starts with'))).toBe(true);
    expect(lines).toContain('tried.yaml:3: ownr: no such setting; did you mean owner?');
    expect(lines.some((each) => each.startsWith('tried.yaml:4: priority: '))).toBe(true);
    expect(lines).toContain('tried.yaml:7: owner: did you mean manager?');
    expect(lines).toContain(
      'tried.yaml:8: step.en: {client} stands for nothing; expected {customer}',
    );
    expect(lines.some((each) => each.startsWith('tried.yaml:9: say.english_: '))).toBe(true);
    expect(lines).toHaveLength(6);
  });

  it.each([
    ['playbooks: [\n', 'tried.yaml:2: not valid YAML'],
    [
      'playbook: []\n',
      'tried.yaml:1: "playbook" is nothing that a file of playbooks has; did you mean playbooks?',
    ],
    ['- id: one\n', 'tried.yaml:1: expected a section "playbooks:"'],
    ['', 'tried.yaml:1: expected a section "playbooks:"'],
  ])('that is %j is refused', (yaml, why) => {
    expect(refusal(yaml)).toContain(why);
  });

  it('may not give two playbooks the same id', () => {
    const [, second = ''] = withCondition('tier: high').split('playbooks:\n');
    expect(refusal(withCondition('tier: high') + second)).toContain(
      'tried.yaml:8: id: one is also the playbook of tried.yaml:2',
    );
  });

  it('cannot be nested without end', () => {
    const deep = `${'not: { '.repeat(40)}tier: high${' }'.repeat(40)}`;
    expect(refusal(withCondition(deep))).toContain('at most 10 deep');
  });
});

describe('the configuration', () => {
  it('has the playbooks of the folder beside it, in both languages', () => {
    const { playbooks } = readConfig('config/bellwether.yaml');
    expect(playbooks.length).toBeGreaterThanOrEqual(6);
    for (const { name, step, say } of playbooks) {
      for (const texts of [name, step, say])
        expect(Object.keys(texts).sort()).toEqual(['en', 'zh']);
    }
  });

  it('may have more in a section of its own, refused by line', () => {
    const file = join(folder, 'bellwether.yaml');
    const shipped = readFileSync('config/bellwether.yaml', 'utf8');
    writeFileSync(file, `${shipped}\n${withCondition('tier: high')}`);
    expect(readConfig(file).playbooks.map(({ id }) => id)).toEqual(['one']);
    writeFileSync(file, `${shipped}\n${withCondition('tier: gold')}`);
    const line = shipped.split('\n').length + 5;
    expect(() => readConfig(file)).toThrow(`${file}:${line}: tier is never "gold"`);
  });

  it('documents every fact', () => {
    const page = readFileSync('docs/playbooks.md', 'utf8');
    const missing = playbookFacts.filter(({ name }) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
