import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { hasMoved, movementsOf } from '#domain/issues/movement.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { at, finding, incidentId } from '#test/given/incidents.ts';
import { home, prod, trailArn } from '#test/given/looks.ts';
import { anyIssue } from '#test/given/any-issue.ts';

const maybeIssue = fc.option(anyIssue, { nil: undefined });
const incidentsOf = (issue: Issue | undefined) =>
  [...(issue?.findings.values() ?? [])].map(({ incident }) => incident);

function issueOf(...findings: TrackedFinding[]): Issue {
  return {
    account: prod,
    region: home,
    version: 1,
    status: 'open',
    timestamps: { identified: at('12:00:10'), updated: at('12:00:10') },
    disabled: true,
    findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  };
}

test('every incident moves at most once, and only incidents of this issue move', () => {
  fc.assert(
    fc.property(maybeIssue, maybeIssue, (before, after) => {
      const moved = movementsOf(before, after).map(({ incident }) => incident);
      expect(new Set(moved).size).toBe(moved.length);
      expect([...incidentsOf(before), ...incidentsOf(after)]).toEqual(expect.arrayContaining(moved));
    }),
  );
});

test('every finding that comes or goes moves its incident', () => {
  fc.assert(
    fc.property(anyIssue, (issue) => {
      const all = new Set(incidentsOf(issue));
      expect(new Set(movementsOf(undefined, issue).map(({ incident }) => incident))).toEqual(all);
      expect(new Set(movementsOf(issue, undefined).map(({ incident }) => incident))).toEqual(all);
    }),
  );
});

test("reporters' own notes, counts of writes and the time of a look move nothing", () => {
  fc.assert(
    fc.property(anyIssue, (issue) => {
      const later = at('23:00:00');
      const looked = [...issue.findings].map(([key, one]) => [key, { ...one, seenAt: later }] as const);
      const after: Issue = {
        ...issue,
        version: issue.version + 1,
        timestamps: { ...issue.timestamps, updated: later, reported: later },
        inheritedTicket: 'SEC-1',
        findings: new Map(looked),
      };
      expect(movementsOf(issue, after)).toEqual([]);
    }),
  );
});

test.each<[string, Partial<TrackedFinding>]>([
  ['it is resolved', { state: 'resolved' }],
  ['it is accepted', { state: 'whitelisted' }],
  ['it weighs more', { severity: 'high' }],
  ['its cause becomes known', { causedBy: 'e-2' }],
  ['it is closed', { closed: { at: at('13:00:00'), because: 'healthy' } }],
])('a finding moves its incident when %s, and leaves the others alone', (_, changes) => {
  const other = finding({ subject: trailArn('other'), incident: incidentId('i-2') });
  expect(movementsOf(issueOf(finding(), other), issueOf(finding(changes), other))).toEqual([
    { incident: 'i-1', account: prod, region: home },
  ]);
});

test('a finding that changes its incident moves both', () => {
  const after = finding({ incident: incidentId('i-9'), returnsFrom: incidentId('i-1') });
  const moved = movementsOf(issueOf(finding()), issueOf(after));
  expect(moved.map(({ incident }) => incident)).toEqual(['i-1', 'i-9']);
});

test('an issue that was stored in part moves all its incidents once it is complete, and not before', () => {
  const whole = issueOf(finding(), finding({ subject: trailArn('other'), incident: incidentId('i-2') }));
  const partial: Issue = { ...whole, partial: true };
  expect(movementsOf(partial, whole).map(({ incident }) => incident)).toEqual(['i-1', 'i-2']);
  expect(movementsOf(partial, partial)).toEqual([]);
  expect(movementsOf(whole, partial)).toEqual([]);
  expect(movementsOf(undefined, undefined)).toEqual([]);
});

test('of the first healthy look is told that it was one, not when', () => {
  const [sick, healthy, later] = [undefined, at('12:05:00'), at('12:06:00')].map((healthyAt) =>
    finding({ healthyAt }),
  );
  expect(movementsOf(issueOf(sick!), issueOf(healthy!))).toHaveLength(1);
  expect(movementsOf(issueOf(healthy!), issueOf(later!))).toEqual([]);
  // The members' rows keep the time all the same.
  expect(hasMoved(later!, healthy)).toBe(true);
});

test('a member row is written anew for everything but the times that each look changes', () => {
  const before = finding();
  expect(hasMoved(before, undefined)).toBe(true);
  expect(hasMoved({ ...before, seenAt: at('23:00:00'), harmedAt: at('22:00:00') }, before)).toBe(false);
  expect(hasMoved({ ...before, severity: 'low' }, before)).toBe(true);
});
