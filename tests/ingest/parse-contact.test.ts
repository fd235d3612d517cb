import { describe, expect, it } from 'vitest';
import { parseEmail, parsePhone, parseTags } from '../../src/ingest/parse-contact.ts';

describe('what a customer is reached by, as files hold it', () => {
  it.each([
    ['Ann.Lee@Example.COM', 'ann.lee@example.com'],
    ['mailto:a+b@x-y.example.org', 'a+b@x-y.example.org'],
    ["o'neil@example.ie", "o'neil@example.ie"],
    ['jürgen@müller.example', 'jürgen@müller.example'],
    ['张伟@例子.中国', '张伟@例子.中国'],
    ['plain', undefined],
    ['a@b', undefined],
    ['a@@example.com', undefined],
    ['a b@example.com', undefined],
    ['a@example..com', undefined],
    ['.a@example.com', undefined],
    ['a@-example.com', undefined],
    ['a@example.com,b@example.com', undefined],
    ['<script>@example.com', undefined],
    ['a\u202e@example.com', undefined],
    ['a@127.0.0.1', undefined],
    [`${'a'.repeat(65)}@example.com`, undefined],
    [`a@${'b.'.repeat(200)}com`, undefined],
    ['', undefined],
  ])('reads %s as an address: %s', (text, address) => {
    expect(parseEmail(text)).toBe(address);
  });

  it.each([
    ['+420 (601) 123-456', '+420601123456'],
    ['00420 601 123 456', '+420601123456'],
    ['+44 (0)20 7946 0123', '+442079460123'],
    ['020 7946 0123', '02079460123'],
    ['tel:+1-202-555-0123', '+12025550123'],
    ['202.555.0123 ext. 12', '2025550123 x12'],
    ['010/12345678', '01012345678'],
    ['＋86 138 0000 0000', '+8613800000000'],
    ['110', undefined],
    ['n/a', undefined],
    ['call me', undefined],
    ['=1+2', undefined],
    ['12345678901234567', undefined],
    ['555-CALL-NOW', undefined],
    ['+420 601 123 456; +420 601 123 457', undefined],
    ['', undefined],
  ])('reads %s as a telephone number: %s', (text, number) => {
    expect(parsePhone(text)).toBe(number);
  });

  it('tells tags apart, each once, and prose from tags', () => {
    expect(parseTags('VIP, newsletter;vip | Gold  card ,,')).toEqual([
      'VIP',
      'newsletter',
      'Gold card',
    ]);
    expect(parseTags('高净值，重点客户、VIP')).toEqual(['高净值', '重点客户', 'VIP']);
    expect(parseTags('a/b, c', '/')).toEqual(['a', 'b, c']);
    expect(parseTags('\u202eVIP\u0000')).toEqual(['VIP']);
    expect(parseTags(' ')).toEqual([]);
    expect(parseTags('x'.repeat(61))).toBeUndefined();
    expect(parseTags(Array.from({ length: 51 }, (_, i) => i).join(','))).toBeUndefined();
  });
});
