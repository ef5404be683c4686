import { describe, expect, test } from 'vitest';
import { lossWords } from '#domain/announcements/loss.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import {
  account,
  arn,
  at,
  evidence,
  everywhere,
  healed,
  member,
  names,
  now,
  prod,
  region,
} from '#test/given/incidents.ts';

const words = (members: readonly Member[], upTo?: number) =>
  lossWords(members, { names, now, upTo }).map(plainText);
const of = (changes: Partial<TrackedFinding>, more: object = {}) =>
  words([member({ ...changes, evidence: { ...evidence, ...more } })]);
const since = 'since 2026-11-21 12:00:08 UTC';
const span = 'from 2026-11-21 12:00:08 to 12:07:49 UTC (7 min 41 s)';
const where = 'account prod in eu-west-1';
const trailOf = (name: string) => arn(`arn:aws:cloudtrail:eu-west-1:${prod}:trail/${name}`);

describe('what is not recorded', () => {
  const narrowed = { rule: 'management-events-unrecorded', severity: 'high' } as const;
  test.each<[string, Partial<TrackedFinding>, object, string]>([
    ['all of it', {}, {}, `Management events of ${where} are not recorded ${since}.`],
    ['all of it, over', healed, {}, `Management events of ${where} were not recorded ${span}.`],
    [
      'what is not known',
      {},
      { recorded: undefined },
      `Management events of ${where} are not recorded ${since}.`,
    ],
    [
      'writes of a trail that recorded only those',
      {},
      { recorded: 'WriteOnly' },
      `Management write events of ${where} are not recorded ${since}.`,
    ],
    [
      'reads of a trail that recorded only those',
      {},
      { recorded: 'ReadOnly' },
      `Management read events of ${where} are not recorded ${since}.`,
    ],
    [
      'writes, which selectors leave out',
      narrowed,
      { recorded: 'ReadOnly' },
      `Management write events of ${where} may not be recorded ${since}: whether another trail records them could not be verified.`,
    ],
    [
      'everything, which selectors leave out',
      { ...narrowed, severity: 'critical' },
      { recorded: 'None' },
      `Management events of ${where} are not recorded ${since}.`,
    ],
    [
      'some events',
      narrowed,
      { recorded: 'All' },
      `Some management events of ${where} are not recorded ${since}.`,
    ],
    [
      'what may be, over',
      { ...healed, severity: 'high' },
      {},
      `Management events of ${where} may not have been recorded ${span}: whether another trail records them could not be verified.`,
    ],
    [
      'an interruption',
      { ...healed, rule: 'logging-interrupted', severity: 'high' },
      {},
      `Management events of ${where} were not recorded ${span}.`,
    ],
    [
      'an account without a trail',
      { rule: 'no-trail', subject: '-' },
      {},
      `Management events of ${where} are not recorded ${since}. That is when it was first seen; it may have begun earlier.`,
    ],
    [
      'an account without a trail, of which CloudWatch records',
      { rule: 'no-trail', subject: '-' },
      { change: 'CloudWatch records some' },
      `Management events of ${where} reach no trail ${since}. That is when it was first seen; it may have begun earlier. CloudWatch records some.`,
    ],
    [
      'the same, over',
      { ...healed, rule: 'no-trail', subject: '-' },
      { change: 'CloudWatch records some' },
      `Management events of ${where} reached no trail ${span}. That is when it was first seen; it may have begun earlier. CloudWatch records some.`,
    ],
    [
      'what another trail records',
      { weakening: true, harmful: false },
      { coveredBy: [trailOf('x')] },
      `Management events of ${where} are not recorded by this trail ${since}, but another trail records them.`,
    ],
    [
      'what others record',
      { weakening: true, harmful: false },
      { coveredBy: [] },
      `Management events of ${where} are not recorded by this trail ${since}, but other trails record them.`,
    ],
    [
      'what others record by now',
      { weakening: true },
      { coveredBy: [trailOf('x'), trailOf('y')] },
      `Management events of ${where} are not recorded by this trail ${since}; by now other trails record them.`,
    ],
    [
      'a part that is left out',
      {},
      { left: 'less', missing: ['reads', 'events of kms'] },
      `Reads and events of kms of ${where} are not recorded ${since}.`,
    ],
    [
      'a part, over',
      healed,
      { left: 'less', missing: ['a', 'b', 'c', 'd', 'e'] },
      `A, b, c, d and 1 more of ${where} were not recorded ${span}.`,
    ],
    [
      'a part that is not known',
      {},
      { left: 'less', missing: [] },
      `Management events of ${where} are not recorded ${since}.`,
    ],
    [
      'what is in doubt',
      {},
      { left: 'doubtful', doubt: 'trail x is a day old' },
      `Management events of ${where} are not recorded any more by a trail that can be relied upon ${since}: trail x is a day old.`,
    ],
    [
      'what one trail of the account records',
      {},
      { left: 'own', coveredBy: [trailOf('second')], coveredSince: at('08:00:00') },
      `Management events of ${where} are not recorded by this trail ${since}; trail second of the account records the same since 2026-11-21 08:00:00 UTC. The account itself could end that too.`,
    ],
    [
      'what two trails of the account record',
      {},
      { left: 'own', coveredBy: [trailOf('second'), trailOf('third')] },
      `Management events of ${where} are not recorded by this trail ${since}; 2 trails of the account, second among them, record the same. The account itself could end that too.`,
    ],
    [
      'what a trail records that is not known',
      {},
      { left: 'own', coveredBy: [] },
      `Management events of ${where} are not recorded by this trail ${since}; trail unknown of the account records the same. The account itself could end that too.`,
    ],
  ])('%s', (_, changes, more, said) => {
    expect(of(changes, more)).toEqual([said]);
  });
});

describe('what is lost otherwise', () => {
  const undeliverable = { rule: 's3-delivery-failing', harm: 'undeliverable', severity: 'high' } as const;
  const key = 'arn:aws:kms:eu-west-1:1:key/k';
  const retries = ' CloudTrail tries again until 2026-12-21 12:00:08 UTC.';
  const first = ', first seen at 2026-11-21 12:00:08 UTC';
  test.each<[string, Partial<TrackedFinding>, object, string]>([
    [
      'log files',
      undeliverable,
      { resource: 'logs' },
      `Log files of ${where} do not reach the bucket logs${first}.${retries}`,
    ],
    [
      'log files, because of a key',
      undeliverable,
      { resource: key },
      `Log files of ${where} do not reach the bucket because of the key${first}.${retries}`,
    ],
    [
      'log files, with the last delivery and the reason',
      undeliverable,
      { deliveredAt: at('11:55:00'), change: 'the key is gone' },
      `Log files of ${where} do not reach the bucket: the key is gone, first seen at 2026-11-21 12:00:08 UTC; the last delivery was at 2026-11-21 11:55:00 UTC.${retries}`,
    ],
    [
      'log files, over',
      { ...undeliverable, ...healed },
      { resource: 'logs' },
      `Log files of ${where} did not reach the bucket logs ${span}.`,
    ],
    [
      'log files that will be',
      { ...undeliverable, rule: 'delivery-will-fail' },
      { resource: 'logs', change: 'denied' },
      `Log files of ${where} will not reach the bucket logs: denied. CloudTrail delivers about every five minutes, which will confirm it or take it back.`,
    ],
    [
      'log files that were going to be',
      { ...undeliverable, ...healed, rule: 'delivery-will-fail' },
      { change: 'denied' },
      `Log files of ${where} were not going to reach the bucket ${span}: denied.`,
    ],
    [
      'log files, because a key is being deleted',
      { ...undeliverable, rule: 'key-pending-deletion' },
      { resource: key, change: 'PendingDeletion' },
      `Log files of ${where} do not reach the bucket because of the key${first}.`,
    ],
    [
      'events of a log group',
      { ...undeliverable, rule: 'cloudwatch-delivery-failing' },
      {},
      `Events of ${where} do not reach the CloudWatch log group${first}.`,
    ],
    [
      'digest files',
      { ...undeliverable, ...healed, rule: 'digest-delivery-failing' },
      {},
      `Digest files of ${where} did not reach the bucket ${span}.`,
    ],
    [
      'log files that go elsewhere',
      { rule: 'redirected', harm: 'redirected' },
      { change: 's3://a -> s3://b' },
      `Log files of ${where} now go to s3://b (was s3://a) ${since}.`,
    ],
    [
      'log files that went elsewhere',
      { ...healed, rule: 'redirected', harm: 'redirected' },
      { change: 's3://a -> s3://b' },
      `Log files of ${where} went to s3://b (was s3://a) ${span}.`,
    ],
    [
      'log files whose way is not clear',
      { rule: 'redirected', harm: 'redirected' },
      { change: 'a -> b -> c' },
      `Log files now go elsewhere for ${where} ${since}: a -> b -> c.`,
    ],
    [
      'a setting',
      { rule: 'validation-off', harm: 'unprotected' },
      {},
      `Log file validation is off for ${where} ${since}.`,
    ],
    [
      'a part of the detector, in a moment',
      { ...healed, until: at('12:00:08'), rule: 'detector-changed', harm: 'unwatched' },
      { change: 'DisableRule x' },
      `Trailwarden itself was changed for ${where} at 2026-11-21 12:00:08 UTC: DisableRule x.`,
    ],
    [
      'what could not be verified',
      { rule: 'unreadable', harm: 'unreadable' },
      { resource: 'sts:AssumeRole', error: 'AccessDenied' },
      `What a harmful call did in ${where} at 2026-11-21 12:00:08 UTC could not be verified: sts:AssumeRole was refused with AccessDenied.`,
    ],
    [
      'what could not be verified for no known reason',
      { rule: 'unreadable', harm: 'unreadable' },
      {},
      `What a harmful call did in ${where} at 2026-11-21 12:00:08 UTC could not be verified.`,
    ],
    [
      'what is not let in',
      { rule: 'access-lost', harm: 'unreadable' },
      { resource: 'x:Y' },
      `Whether trails record ${where} is not known ${since}: x:Y was refused.`,
    ],
    [
      'what was not let in',
      { ...healed, rule: 'access-lost', harm: 'unreadable' },
      {},
      `Whether trails record ${where} was not known ${span}.`,
    ],
  ])('%s', (_, changes, more, said) => {
    expect(of(changes, more)).toEqual([said]);
  });

  test('CloudTrail has given up after 30 days, and not at their end', () => {
    const month = 30 * 24 * 3600 * 1000;
    const [end] = [at('12:00:08') - month];
    const one = (from: number) => words([member({ ...undeliverable, since: from as typeof now })]).join();
    expect(one(now - month)).toContain('tries again until 2026-11-21 12:10:00 UTC');
    expect(one(end)).toContain('CloudTrail has tried for 30 days: the oldest files are lost.');
  });
});

describe('whose events', () => {
  const shop = account('333333333333');
  const [virginia, london, paris] = ['us-east-1', 'eu-west-2', 'eu-west-3'].map(region);
  test.each<[string, readonly Member[], number | undefined, string]>([
    [
      'three Regions by name, in order',
      [member(), member({}, { region: virginia! }), member({}, { region: london! })],
      undefined,
      'account prod in eu-west-1, eu-west-2 and us-east-1',
    ],
    [
      'four Regions in number',
      [member(), ...[virginia!, london!, paris!].map((one) => member({}, { region: one }))],
      undefined,
      'account prod in 4 Regions',
    ],
    [
      'an account without a name',
      [member({}, { account: shop })],
      undefined,
      'account 333333333333 in eu-west-1',
    ],
    [
      'several accounts in number',
      [member(), member({}, { account: shop })],
      undefined,
      '2 accounts in eu-west-1',
    ],
    [
      'an organization, as many as it can be',
      [member({ evidence: { ...evidence, organization: true } })],
      40,
      'up to 40 accounts in eu-west-1',
    ],
    ['an account of no organization, though others can be', [member()], 40, 'account prod in eu-west-1'],
    [
      'what was lost of an organization, as it is known',
      [member({ ...healed, evidence: { ...evidence, organization: true } })],
      40,
      'account prod in eu-west-1',
    ],
  ])('%s', (_, members, upTo, whose) => {
    expect(words(members, upTo)[0]).toMatch(new RegExp(`^Management events of ${whose} (?:are|were) `));
  });

  test('in as many sentences as there are times, up to four, the same second being one', () => {
    const from = (since_: string, index: number, more: Partial<TrackedFinding> = {}) =>
      member({ since: at(since_), ...more }, { region: everywhere()[index]!.region });
    expect(words([from('12:00:08', 0), from('12:00:08.900', 1)])).toHaveLength(1);
    expect(words([from('12:00:08', 0), from('12:00:09', 1)])).toHaveLength(2);
    expect(words([from('12:00:08', 0), from('12:00:08', 1, healed)])).toHaveLength(2);
    const many = Array.from({ length: 6 }, (_, index) => from(`12:00:1${index}`, index));
    expect(words(many.slice(0, 4))).toHaveLength(4);
    expect(words([...many, { ...many[5]!, account: shop }]).slice(4)).toEqual([
      'The same holds at other times in 2 accounts (3 Regions in all): see the table of what is affected.',
    ]);
    expect(words([...many.slice(0, 5), many[4]!]).at(-1)).toContain('in 1 account (1 Region in all)');
  });

  test('apart where they differ in what is lost, what is left, and how bad it is', () => {
    const other = (changes: Partial<TrackedFinding>, more: object = {}) => [
      member(),
      member({ ...changes, evidence: { ...evidence, ...more } }, { region: virginia! }),
    ];
    const apart: readonly (readonly [Partial<TrackedFinding>, object])[] = [
      [{ rule: 'trail-gone' }, {}],
      [{ weakening: true }, {}],
      [{ severity: 'high' }, {}],
      [{}, { change: 'x' }],
      [{}, { recorded: 'WriteOnly' }],
      [{}, { left: 'own' }],
      [{}, { doubt: 'x' }],
      [{}, { missing: ['reads'] }],
    ];
    for (const [changes, more] of apart) expect(words(other(changes, more))).toHaveLength(2);
    for (const same of [{ severity: 'medium' }, { subject: trailOf('second') }] as const)
      expect(words(other(same))).toHaveLength(1);
    const delivery = { rule: 's3-delivery-failing', harm: 'undeliverable' } as const;
    const to = (resource: string) => member({ ...delivery, evidence: { ...evidence, resource } });
    expect(words([to('a'), to('b')])).toHaveLength(2);
  });
});
