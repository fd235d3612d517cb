import { describe, expect, it } from 'vitest';
import { customers } from '../../../src/conversation/arguments/customers.ts';
import { readArguments } from '../../../src/conversation/arguments/grammar.ts';
import { setAside } from '../../../src/conversation/arguments/line.ts';

const read = (typed: string) =>
  readArguments('compare', { customer: customers({ least: 2, most: 5 }) }, setAside(typed), 'UTC');

describe('several customers', () => {
  it.each<[string, string[]]>([
    ['1042 1055', ['1042', '1055']],
    ['1042, 1055 and 1063', ['1042', '1055', '1063']],
    ['1042 vs 1055', ['1042', '1055']],
    ['1042和1055', ['1042', '1055']],
    ['1042、1055以及1063', ['1042', '1055', '1063']],
    ['C-2071 1055', ['C-2071', '1055']],
    ['"AB 12" 1055', ['AB 12', '1055']],
    ['"AB 12" "AB 77"', ['AB 12', 'AB 77']],
    ['AB 12, AB 77', ['AB 12', 'AB 77']],
    ['AB 12 and AB 77', ['AB 12', 'AB 77']],
    ['Zhang Wei and Li Na', ['Zhang Wei', 'Li Na']],
    ['Zhang Wei, Li Na & 1042', ['Zhang Wei', 'Li Na', '1042']],
    ['张伟和李娜', ['张伟', '李娜']],
    ['张和平和李娜', ['张和平', '李娜']],
    ['1042 1055 1042', ['1042', '1055']],
    ['"Tom and Co", 1055', ['Tom and Co', '1055']],
  ])('are read from %s', (typed, customer) => {
    expect(read(typed)).toMatchObject({ entities: { customer } });
  });

  it.each([
    ['', 'customers.number'],
    ['1042', 'customers.number'],
    ['1042 and 1042', 'customers.number'],
    ['1 2 3 4 5 6', 'customers.number'],
    ['Zhang Wei Li Na', 'customers.number'],
    // Neither is 12 taken out of an id, nor 1055 for the end of a name.
    ['AB 12 1055', 'customers.commas'],
    ['1042 AB', 'customers.commas'],
    ['12 34, 1055', 'customers.commas'],
  ])('are not guessed from “%s”', (typed, code) => {
    expect(read(typed)).toMatchObject({ problem: { code } });
  });

  it('are read in time however a line repeats itself', () => {
    for (const part of ['和', 'a和', ', ', 'and ', '1 ', '张', '" '])
      expect(read(part.repeat(250))).toBeDefined();
  });
});
