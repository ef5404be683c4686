import { expect, test } from 'vitest';
import { readTexts } from './texts.ts';

/** Rooms whose texts people read in Slack and Jira. */
const told = [
  'domain/findings',
  'domain/announcements',
  'domain/reports',
  'adapters/slack',
  'adapters/jira',
  'usecases/day',
  'usecases/report',
];

test('no text that people read in Slack or Jira says nobody, somebody, anybody or whoever', () => {
  const found = readTexts(told).filter(({ text }) => /\b(?:no|some|any)body|whoever\b/i.test(text));
  expect(found.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
});
