import { describe, expect, test } from 'vitest';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { after, call, failed, judgements, logging, look, memory, remembered } from '#test/given/looks.ts';

/** The rules about what a trail records, where it delivers, and how; each in a sentence of its own elsewhere. */
const rules: readonly RuleId[] = [
  'management-events-unrecorded',
  'management-events-narrowed',
  'redirected',
  'single-region-only',
  'organization-trail-reduced',
  'trusted-access-off',
  'data-store-stopped',
  'data-store-narrowed',
  'global-services-off',
  'digest-delivery-failing',
  'notification-delivery-failing',
  'delivery-overdue',
  'validation-off',
  'encryption-removed',
  'logs-unhooked',
  'notifications-unhooked',
];

const healthy = logging('main');
const before = memory(remembered(healthy));

describe('a failed call', () => {
  test.each(rules)('changes nothing for %s', (id) => {
    const rule = ruleOf(id);
    // What no call is known to cause, the worst call must not cause either.
    const names = rule.causedBy.length > 0 ? rule.causedBy : ['StopLogging'];
    const calls = names.map((name) => failed(call(name, after(-5), 'main')));
    const quiet = judgements(rule, { sights: [healthy], before });
    expect(judgements(rule, { sights: [healthy], before, calls })).toEqual(quiet);
    expect(quiet.filter(({ verdict }) => verdict === 'stands')).toEqual([]);
  });
});

describe('does not fire', () => {
  test.each(rules)('for a healthy trail: %s', (id) => {
    const found = judgements(ruleOf(id), { sights: [healthy], before });
    expect(found.filter(({ verdict }) => verdict === 'stands')).toEqual([]);
  });
});

describe('cannot see', () => {
  test.each(rules)('the trails, so %s opens nothing', (id) => {
    const calls = ruleOf(id).causedBy.map((name) => failed(call(name, after(-5), 'main')));
    const { findings } = assess(look({ sights: 'unreadable', before, calls }));
    expect([...findings.values()].filter(({ rule }) => rule === id)).toEqual([]);
  });
});
