import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { siteLink } from '../docs/.vitepress/links.ts';
import { sections } from '../docs/.vitepress/pages.ts';
import { searchWords } from '../docs/.vitepress/search-words.ts';

/*
 * What the documentation site is made of. That no link of it leads nowhere is seen by `npm run docs:build`.
 */

const listed = sections.flatMap(({ pages }) => Object.keys(pages));

it('lists every page, and no other', () => {
  const written = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.startsWith('zh/'))
    .map((file) => file.replace(/\.md$/, ''));
  expect(listed.toSorted()).toEqual(written.sort());
});

it('has Chinese pages of English ones alone', () => {
  const chinese = readdirSync('docs/zh', { recursive: true, encoding: 'utf8' });
  const pages = chinese.filter((file) => file.endsWith('.md'));
  expect(pages.filter((page) => !existsSync(`docs/${page}`))).toEqual([]);
  expect(pages).toContain('index.md');
});

describe('a link', () => {
  it.each([
    ['rest.md', 'valuation.md#metrics', '/valuation#metrics'],
    ['reference/metrics.md', '../operations.md', '/operations'],
    ['zh/how-to.md', 'slack.md', '/zh/slack'],
    ['zh/how-to.md', 'reference/configuration.md#churn', '/zh/reference/configuration#churn'],
    ['security.md', '../SECURITY.md', '/promises'],
    ['valuation.md', '../config/bellwether.yaml', '/reference/configuration'],
    ['zh/real-bank.md', '../../config/bellwether.yaml', '/zh/reference/configuration'],
    ['index.md', 'https://prometheus.io', 'https://prometheus.io'],
    ['index.md', '#where-to-go', '#where-to-go'],
  ])('of %s to %s leads to a page', (page, href, expected) => {
    expect(siteLink(page, href)).toBe(expected);
  });

  it('of a page that shows a file of the project goes from there', () => {
    expect(siteLink('promises.md', 'docs/access-log.md')).toBe('/access-log');
  });

  it('to a file that is no page is text alone', () => {
    expect(siteLink('deployment.md', '../compose.yaml')).toBeUndefined();
  });

  it('to what is not there stays as it is, and the build refuses it', () => {
    expect(siteLink('rest.md', 'nowhere.md')).toBe('nowhere.md');
  });
});

it('searches Chinese by pairs of characters, and other words as they are', () => {
  expect(searchWords('流失概率 churn-rate，用CLV')).toEqual([
    '流失',
    '失概',
    '概率',
    'churn',
    'rate',
    '用',
    'CLV',
  ]);
});
