import { describe, expect, it } from 'vitest';
import type { Coverage } from '#domain/findings/coverage.ts';
import { coverageOf } from '#domain/findings/coverage.ts';
import type { FindingKey } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { issueAfter } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { at, finding, healed } from '#test/given/incidents.ts';
import { created, hidden, home, logging, prod } from '#test/given/looks.ts';

const [records, blind, unknown] = [[logging('main')], [created('main')], [hidden('main')]].map(coverageOf);

function look(coverage: Coverage | undefined, when = at('14:00:00')) {
  return { account: prod, region: home, at: when, coverage };
}
const found = (...all: TrackedFinding[]): ReadonlyMap<FindingKey, TrackedFinding> =>
  new Map(all.map((one) => [findingKey(one.rule, one.subject), one]));

const stored: Issue = {
  account: prod,
  region: home,
  version: 3,
  status: 'open',
  timestamps: { identified: at('12:00:10'), updated: at('12:00:10') },
  disabled: true,
  findings: found(finding()),
};
const over = found(finding(healed));

describe('the times of an issue', () => {
  it('are those of the look that opened it and of the last one', () => {
    const first = issueAfter(undefined, look(blind), found(finding()));
    expect(first).toMatchObject({
      version: 1,
      timestamps: { identified: at('14:00:00'), updated: at('14:00:00') },
    });
    const next = issueAfter(first, look(blind, at('15:00:00')), found(finding()));
    expect(next).toMatchObject({
      version: 2,
      timestamps: {
        identified: at('14:00:00'),
        updated: at('15:00:00'),
        resolved: undefined,
        remediated: undefined,
      },
    });
  });

  it('say when it was over, and do not move while it stays so', () => {
    const first = issueAfter(stored, look(records), over);
    expect(first?.timestamps).toMatchObject({ resolved: at('14:00:00'), remediated: at('14:00:00') });
    const next = issueAfter(first, look(records, at('15:00:00')), over);
    expect(next?.timestamps).toMatchObject({ resolved: at('14:00:00'), updated: at('15:00:00') });
  });

  it('forget that it was over when it opens again, and begin anew once it was closed', () => {
    const resolved = issueAfter(stored, look(records), over);
    const again = issueAfter(resolved, look(blind, at('15:00:00')), found(finding()));
    expect(again?.timestamps).toMatchObject({ identified: at('12:00:10'), resolved: undefined });
    const closed: Issue = { ...stored, status: 'closed' };
    expect(issueAfter(closed, look(blind), found(finding()))?.timestamps.identified).toBe(at('14:00:00'));
  });
});

describe('whether an account and Region is disabled', () => {
  it.each([
    ['nothing logs', blind, true],
    ['something logs', records, false],
  ])('follows from what was read: %s', (_, coverage, disabled) => {
    expect(issueAfter({ ...stored, disabled: !disabled }, look(coverage), found(finding()))?.disabled).toBe(
      disabled,
    );
  });

  it.each([true, false])('stays %s while it is not known, or nothing could be read', (disabled) => {
    for (const coverage of [unknown, undefined])
      expect(issueAfter({ ...stored, disabled }, look(coverage), found(finding()))?.disabled).toBe(disabled);
  });

  it('is not so before anything could be read', () => {
    expect(issueAfter(undefined, look(undefined), found(finding()))?.disabled).toBe(false);
  });
});

describe("an item of Hammer's", () => {
  const hammers: Issue = { ...stored, version: 0, findings: new Map() };

  it('is over with the first look that finds nothing, and keeps the time it was found', () => {
    expect(issueAfter(hammers, look(records), new Map())).toMatchObject({
      status: 'resolved',
      version: 1,
      disabled: false,
      timestamps: { identified: at('12:00:10'), resolved: at('14:00:00') },
    });
  });

  it('is left as it is while nothing could be read', () => {
    expect(issueAfter(hammers, look(undefined), new Map())).toBeUndefined();
  });

  it('that was closed keeps the time it was found, when it opens again', () => {
    const closed: Issue = { ...hammers, status: 'closed' };
    expect(issueAfter(closed, look(blind), found(finding()))?.timestamps.identified).toBe(at('12:00:10'));
  });

  it('is the only kind that is settled: an item of our own without findings is not written', () => {
    expect(issueAfter({ ...stored, findings: new Map() }, look(records), new Map())).toBeUndefined();
    expect(issueAfter(undefined, look(records), new Map())).toBeUndefined();
  });
});
