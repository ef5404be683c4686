import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { Member } from '#domain/issues/incident.ts';
import { at, evidence, healed, member, names, now, prod, trailArn, view } from '#test/given/incidents.ts';

const tell = (...members: readonly Member[]) => announcementOf(view(members), { accounts: names, now });
const texts = (sentences: readonly Parameters<typeof plainText>[0][]) => sentences.map(plainText);

const moved = member({
  rule: 'redirected',
  harm: 'redirected',
  severity: 'high',
  peak: 'high',
  cause: causeKey('redirected', trailArn),
  evidence: { ...evidence, was: { bucket: 'logs' }, change: 's3://logs -> s3://evil' },
});
const unvalidated = member({
  rule: 'validation-off',
  harm: 'unprotected',
  severity: 'low',
  peak: 'low',
  weakening: true,
  harmful: false,
  evidence: { ...evidence, was: { logFileValidation: true }, change: 'log file validation on -> off' },
});

describe('what changed', () => {
  it('is told before and after', () => {
    expect(texts(tell(moved).loss)[0]).toBe(
      'Log files of account prod in eu-west-1 now go to s3://evil (was s3://logs) since 2026-11-21 12:00:08 UTC.',
    );
  });

  it.each([
    ['evil', 'logs', 'now go to evil '],
    ['evil', undefined, 'now go to evil in'],
    ['logs', 'logs', 'now have another prefix in their bucket in'],
    [undefined, 'logs', 'now go elsewhere in'],
    ['arn:aws:kms:eu-west-1:444455556666:key/k-1', 'logs', 'are now encrypted with an unknown key in'],
    [`company-${'x'.repeat(45)}-trail-logs`, `company-${'y'.repeat(20)}-logs`, 'now go to compan'],
  ])('is in the headline: files that go to %s, and went to %s', (resource, bucket, words) => {
    for (const trailName of ['main', 't'.repeat(128)])
      for (const accounts of [names, new Map([[prod, 'n'.repeat(60)]])])
        for (const over of [{}, healed]) {
          const finding = {
            ...moved.finding,
            ...over,
            evidence: { ...evidence, trailName, resource, was: { bucket } },
          };
          const { headline } = announcementOf(view([{ ...moved, finding }]), { accounts, now });
          expect(headline.length).toBeLessThanOrEqual(140);
          if (!('state' in over)) expect(headline).toContain(words);
          // The names of a bucket differ most at their ends.
          if (resource?.startsWith('company-') === true) expect(headline).toMatch(/compan\S+-logs/);
        }
  });

  it('is in the headline with both names where they have room', () => {
    const to = (resource: string, bucket: string) =>
      tell(member({ ...moved.finding, evidence: { ...evidence, resource, was: { bucket } } })).headline;
    const where = 'in prod (111122223333), eu-west-1: trail org-main';
    expect(to('evil', 'logs')).toBe(`HIGH: CloudTrail log files now go to evil (was logs) ${where}`);
    expect(to('stranger-logs-eu-west-1', 'company-cloudtrail-logs')).toBe(
      `HIGH: CloudTrail log files now go to stranger-logs-eu-west-1 (was company-cloudtrail-logs) ${where}`,
    );
    expect(to(`stranger-${'x'.repeat(30)}-logs`, 'company-cloudtrail-logs')).toBe(
      `HIGH: CloudTrail log files now go to stranger-xxxxxxxxxxx…xxxxxxxxxxxxxx-logs ${where}`,
    );
  });

  it.each([
    ['None', 'critical', 'Management events of'],
    ['ReadOnly', 'critical', 'Management write events of'],
    ['All', 'high', 'Some management events of'],
  ] as const)('selectors that leave %s: %s', (recorded, severity, words) => {
    const unrecorded = member({
      rule: 'management-events-unrecorded',
      severity,
      evidence: { ...evidence, recorded },
    });
    const [loss = ''] = texts(tell(unrecorded).loss);
    expect(loss.startsWith(words)).toBe(true);
    expect(loss).toContain('are not recorded since');
  });

  it('that leaves coverage whole is named beside the rest, in its own words', () => {
    const told = tell(moved, unvalidated);
    expect(told.severity).toBe('high');
    expect(texts(told.notes)).toContain(
      'Also weaker: trail org-main, log file validation is off in eu-west-1.',
    );
  });

  it('and was undone is told as over, while a weakening of the same call is still to be repaired', () => {
    const undone = { ...moved, finding: { ...moved.finding, ...healed } };
    const told = tell(undone, unvalidated);
    expect(told.status).toBe('open');
    expect(told.headline).toBe(
      'LOW: CloudTrail log files went elsewhere for 7 min 41 s in prod (111122223333), eu-west-1: trail org-main',
    );
    expect(told.remedy.command).toContain('--enable-log-file-validation');
  });

  it.each([
    ['digest-delivery-failing', 'Digest files of', 'the bucket'],
    ['delivery-overdue', 'Digest files of', 'the bucket'],
    ['notification-delivery-failing', 'Notices of new log files of', 'the SNS topic'],
  ] as const)('%s says what does not arrive where', (rule, what, where) => {
    const failing = member({ rule, harm: 'undeliverable', severity: 'medium', since: at('12:00:00') });
    const [loss = ''] = texts(tell(failing).loss);
    expect(loss.startsWith(what)).toBe(true);
    expect(loss).toContain(`do not reach ${where}`);
    expect(loss).not.toContain('tries again');
  });
});
