import { describe, expect, it } from 'vitest';
import { readYaml, YamlError } from '../../src/settings/read-yaml.ts';

const refusal = (text: string) => {
  try {
    readYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

describe('a YAML document', () => {
  it('is its value, and knows the lines that its parts stand on', () => {
    const { value, lineOf } = readYaml('a: &x 1\nb:\n  - *x\n  - [{ c: d }]\n');
    expect(value).toEqual({ a: 1, b: [1, [{ c: 'd' }]] });
    expect([lineOf(['b']), lineOf(['b', 1, 0]), lineOf(['b', 7])]).toEqual([2, 4, 2]);
  });

  it.each([
    ['brackets', '['.repeat(199_999), '1: too deep'],
    ['brackets behind comments', '[ # ]\n'.repeat(1000), '51: too deep'],
    ['braces in keys', '{a: '.repeat(1000), '1: too deep'],
    ['hyphens', '- '.repeat(99_999), '1: too deep'],
    ['question marks', '? '.repeat(99_999), '1: too deep'],
    ['length', 'a'.repeat(200_001), '1: too large: expected at most 200 KB'],
    ['keys', Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'), 'too much'],
    ['itself', 'a: &w\n  any: [*w, *w, *w]', '2: endless: *w stands in itself'],
    ['itself, deeper', 'a: &w\n  any:\n    - not: { all: [*w] }', '3: endless'],
    [
      'what doubles each time',
      `a: &a0 [x, x]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`,
      'Excessive alias count',
    ],
    ['what is no YAML', 'a: 1\nb: [1, 2', 'not valid YAML'],
  ])('is refused at once for its %s', (_, text, why) => {
    const started = performance.now();
    expect(refusal(text)).toContain(why);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('may have as much as a bank needs', () => {
    const playbooks = Array.from({ length: 100 }, (_, i) => `- { id: p${i}, when: { not: [a] } }`);
    expect(refusal(playbooks.join('\n'))).toBe('accepted');
    expect(refusal('[['.repeat(20) + ']]'.repeat(20))).toBe('accepted');
  });
});
