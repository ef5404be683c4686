import { describe, expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import { remedyOf } from '#domain/announcements/remedy.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import {
  account,
  arn,
  at,
  evidence,
  healed,
  member,
  names,
  prod,
  region,
  trailArn,
} from '#test/given/incidents.ts';

const shop = account('333333333333');
const trailOf = (name: string, of = prod) => arn(`arn:aws:cloudtrail:eu-west-1:${of}:trail/${name}`);
const advice = ruleOf('logging-stopped').remedy(member().finding).words;
const remedy = (told: readonly Member[], status: IssueStatus = 'open', interrupted = false) => {
  const { words, command } = remedyOf({ told, worst: told[0], status, interrupted, names });
  return { words: plainText(words), commands: command?.split('\n') };
};

describe('what to do about an incident that is open', () => {
  test('is the advice of its rule, with the command of each trail once', () => {
    const told = [
      member(),
      member({}, { region: region('us-east-1') }),
      member({ subject: trailOf('second') }),
    ];
    expect(remedy(told)).toEqual({
      words: advice,
      commands: [
        `aws cloudtrail start-logging --region eu-west-1 --name ${trailArn}`,
        `aws cloudtrail start-logging --region eu-west-1 --name ${trailOf('second')}`,
      ],
    });
  });

  test('leaves out the commands of what is accepted or over', () => {
    const told = [
      member(),
      member({ ...healed, subject: trailOf('second') }),
      member({ state: 'whitelisted', subject: trailOf('third') }),
    ];
    expect(remedy(told).commands).toHaveLength(1);
    expect(remedy([member({ ...healed })]).commands).toBeUndefined();
  });

  test('shows five commands at most', () => {
    const told = Array.from({ length: 7 }, (_, index) => member({ subject: trailOf(`t-${index}`) }));
    expect(remedy(told).commands).toHaveLength(5);
  });

  test('has no command that is too long to be shown whole, and the others all the same', () => {
    const gone = member({
      rule: 'trail-gone',
      evidence: { ...evidence, was: { bucket: 'b', topic: `arn:aws:sns:eu-west-1:1:${'x'.repeat(20_000)}` } },
    });
    const lines = remedy([gone, member({ subject: trailOf('second') })]).commands ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.includes('xxx') || line.endsWith('…'))).toEqual([]);
    expect(lines.some((line) => line.includes('trail/second'))).toBe(true);
  });

  test('creates a missing trail in the Region where it belongs, if that has none either, else in one that has none', () => {
    const missing = (...regions: readonly string[]) =>
      regions.map((code) =>
        member(
          {
            rule: 'no-trail',
            subject: '-',
            evidence: { coveredBy: [], was: { bucket: 'logs' }, homeRegion: region('eu-west-1') },
          },
          { region: region(code) },
        ),
      );
    const [first = ''] = remedy(missing('ap-south-1', 'eu-west-1', 'us-east-1')).commands ?? [];
    expect(first.match(/--region \S+/g)).toEqual(['--region eu-west-1', '--region eu-west-1']);
    const [other = ''] = remedy(missing('ap-south-1', 'us-east-1')).commands ?? [];
    expect(other.match(/--region \S+/g)).toEqual(['--region ap-south-1', '--region ap-south-1']);
  });

  test('says in which account to run them, where that is not the only account that is named', () => {
    const ofOwner = member({ subject: trailOf('all', prod) }, { account: shop });
    expect(remedy([ofOwner]).words).toBe(`${advice} Run in prod (111122223333):`);
    expect(remedy([ofOwner, member({ subject: trailOf('all', prod) })]).words).toBe(
      `${advice} Run in prod (111122223333):`,
    );
    expect(remedy([member()]).words).toBe(advice);
    const two = [member(), member({ subject: trailOf('shop', shop) }, { account: shop })];
    expect(remedy(two).words).toBe(advice);
  });

  test('names no single account for a command that is the same in several', () => {
    const lost = { rule: 'access-lost', subject: '-', harm: 'unreadable', evidence: {} } as const;
    const [one, other] = [member(lost), member(lost, { account: shop })];
    expect(remedy([one, other]).commands).toHaveLength(1);
    expect(remedy([one, other]).words).not.toContain('Run in');
  });

  test.each([
    ['s3-delivery-failing', { resource: 'all-logs', error: 'AccessDenied' }],
    ['s3-delivery-failing', { resource: 'all-logs', error: 'NoSuchBucket' }],
    ['digest-delivery-failing', { resource: 'all-logs' }],
    ['delivery-overdue', { resource: 'all-logs' }],
    ['delivery-will-fail', { resource: 'all-logs' }],
    ['bucket-gone', { resource: 'all-logs' }],
    ['logs-expire-early', { resource: 'all-logs' }],
    ['versioning-suspended', { resource: 'all-logs' }],
  ] as const)('has what %s needs done in the bucket’s account, not in that of a trail', (rule, more) => {
    const of = { rule, harm: ruleOf(rule).harm, evidence: { ...evidence, ...more } };
    for (const told of [
      [member(of)],
      [member(of), member({ ...of, subject: trailOf('shop', shop) }, { account: shop })],
    ]) {
      expect(remedy(told).commands?.[0]).toContain('aws s3api ');
      expect(remedy(told).words).toMatch(/ Run in the bucket's account:$/);
    }
  });

  test.each([
    ['delivery-will-fail', 'arn:aws:kms:eu-west-1:333333333333:key/k'],
    ['notification-delivery-failing', 'arn:aws:sns:eu-west-1:333333333333:notices'],
  ] as const)('has what %s needs done in the account that the ARN names', (rule, resource) => {
    const told = member({ rule, harm: ruleOf(rule).harm, evidence: { ...evidence, resource } });
    expect(remedy([told]).words).toMatch(/ Run in .*\b333333333333\)?:$/);
  });
});

test.each<[string, Member, IssueStatus, boolean, string]>([
  [
    'over',
    member(healed),
    'resolved',
    false,
    'Nothing is left to repair. If it was not planned, look through the event history (kept for 90 days) for what was done in the meantime.',
  ],
  [
    'closed',
    member(healed),
    'closed',
    false,
    'Nothing is left to repair. If it was not planned, look through the event history (kept for 90 days) for what was done in the meantime.',
  ],
  ['accepted', member({ state: 'whitelisted' }), 'whitelisted', false, 'Nothing, as long as it is accepted.'],
  [
    'out of scope',
    member({ closed: { at: at('13:00:00'), because: 'account-left' } }),
    'closed',
    false,
    'Nothing: it is not followed any more.',
  ],
  ['over when it was seen', member(healed), 'resolved', true, advice],
])('what to do about one that is %s', (...[, told, status, interrupted, words]) => {
  expect(remedy([told], status, interrupted)).toEqual({ words, commands: undefined });
});

test('there is nothing to do about an incident without members', () => {
  expect(remedy([])).toEqual({ words: 'Nothing.', commands: undefined });
});
