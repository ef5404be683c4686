import { recordedBy } from '#domain/facts/event-selectors.ts';
import { describe, expect, test } from 'vitest';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import { managementEventsNarrowed as rule } from '#domain/findings/rules/management-events-narrowed.ts';
import {
  denied,
  independent,
  logging,
  memory,
  recording,
  remembered,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const basic = (
  readWrite: 'All' | 'ReadOnly' | 'WriteOnly',
  ...excludedSources: string[]
): EventSelectors => ({
  kind: 'basic',
  selectors: [{ managementEvents: true, readWrite, excludedSources }],
});
const kms = 'kms.amazonaws.com';
const noKms: EventSelectors = {
  kind: 'advanced',
  selectors: [
    [
      { field: 'eventCategory', equals: ['Management'], narrowsOtherwise: false },
      { field: 'eventSource', notEquals: [kms], narrowsOtherwise: false },
    ],
  ],
};
const before = memory(remembered(logging('main')));
const seen = (selectors: EventSelectors) => recording(logging('main'), selectors);

describe('fires', () => {
  test.each([
    ['reads', basic('WriteOnly'), 'no longer recorded: management read events'],
    ['AWS KMS', basic('All', kms), `no longer recorded: events of ${kms}`],
    ['AWS KMS by its field', noKms, `no longer recorded: events of ${kms}`],
    ['both', basic('WriteOnly', kms), `no longer recorded: management read events, events of ${kms}`],
  ])('%s were recorded before', (_what, selectors, change) => {
    expect(verdict(rule, { sights: [seen(selectors)], before }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'medium',
      weakening: false,
      cause: `recording-less|${main}`,
      evidence: { change },
    });
  });

  test('as a weakening when another trail still records it', () => {
    const sights = [seen(basic('WriteOnly', kms)), independent('spare')];
    expect(verdict(rule, { sights, before }, main)).toMatchObject({ weakening: true, severity: 'low' });
    const alike = [seen(basic('All', kms)), recording(independent('spare'), basic('All', kms))];
    expect(verdict(rule, { sights: alike, before }, main)).toMatchObject({ weakening: false });
  });

  test('until it is recorded again, whatever the last look saw', () => {
    const was = { recorded: { writes: 'all', reads: 'all', excludedSources: [] } } as const;
    const last = memory({ ...remembered(logging('main')), recorded: recordedBy(basic('WriteOnly')) });
    const standing = { before: last, known: known(rule.id, { was }) };
    expect(verdict(rule, { sights: [seen(basic('WriteOnly'))], ...standing }, main)).toMatchObject({
      verdict: 'stands',
      evidence: { was },
    });
    expect(verdict(rule, { sights: [seen(basic('All'))], ...standing }, main)).toMatchObject({
      verdict: 'healthy',
    });
  });
});

describe('does not fire', () => {
  test('for what was left out before', () => {
    const last = memory({ ...remembered(logging('main')), recorded: recordedBy(basic('WriteOnly', kms)) });
    const sights = [seen(basic('WriteOnly', kms))];
    expect(verdict(rule, { sights, before: last }, main)).toMatchObject({ verdict: 'healthy' });
    expect(verdict(rule, { sights }, main)).toBeUndefined();
  });
});

describe('cannot see', () => {
  test('unreadable selectors, a stopped trail, and one that another rule tells of', () => {
    const unread = { ...logging('main'), selectors: denied };
    for (const sight of [unread, stopped('main'), seen(basic('ReadOnly'))])
      expect(verdict(rule, { sights: [sight], before }, main)).toMatchObject({ verdict: 'cannot-tell' });
  });
});
