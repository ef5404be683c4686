import { describe, expect, test } from 'vitest';
import type { ExpectedTargets } from '#domain/findings/rule.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { redirected as rule } from '#domain/findings/rules/redirected.ts';
import { account, region } from '#test/given/incidents.ts';
import {
  after,
  call,
  judgements,
  logging,
  memory,
  remembered,
  trailArn,
  verdict,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const before = memory(remembered(logging('main')));
const foreignKey = 'arn:aws:kms:eu-west-1:999999999999:key/k-9';
const ownKey = 'arn:aws:kms:eu-west-1:111122223333:key/k-2';
const to = (of: Partial<Trail>) => logging('main', {}, of);
const declared = (changes: Partial<ExpectedTargets>): ExpectedTargets => ({
  buckets: [],
  keys: [],
  known: [],
  accounts: [],
  keptDays: 0,
  ...changes,
});

describe('fires', () => {
  test.each([
    ['another bucket', { bucket: 'evil' }, 'evil'],
    ['a key of another account', { kmsKey: foreignKey }, foreignKey],
  ])('%s than at the last look', (_what, of, resource) => {
    const calls = [call('UpdateTrail', after(-4), 'main', { effect: 'change' })];
    expect(verdict(rule, { sights: [to(of)], before, calls }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'high',
      weakening: false,
      since: after(-4),
      cause: `redirected|${main}`,
      evidence: { resource, was: { bucket: 'the-bucket' } },
    });
  });

  test('a foreign key where there was none', () => {
    const plain = memory(remembered(to({ kmsKey: undefined })));
    expect(verdict(rule, { sights: [to({ kmsKey: foreignKey })], before: plain }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'high',
    });
  });

  test('it says before and after, and how to undo it', () => {
    const stands = verdict(
      rule,
      { sights: [to({ bucket: 'evil', prefix: 'x', kmsKey: undefined })], before },
      main,
    );
    if (stands?.verdict !== 'stands') throw new Error('it does not stand');
    expect(stands.evidence.change).toBe(
      's3://the-bucket with arn:aws:kms:eu-west-1:111122223333:key/k-1 -> s3://evil/x',
    );
    const { command } = rule.remedy({ ...stands, rule: rule.id, harm: rule.harm });
    expect(command).toContain("--s3-bucket-name the-bucket --s3-key-prefix ''");
  });

  test('what the declared baseline does not name, also at the first look', () => {
    const expected = declared({ buckets: ['the-archive'] });
    expect(verdict(rule, { sights: [to({})], expected }, main)).toMatchObject({
      verdict: 'stands',
      evidence: { resource: 'the-bucket' },
    });
    const keys = declared({ keys: [ownKey] });
    expect(verdict(rule, { sights: [to({})], expected: keys }, main)).toMatchObject({ verdict: 'stands' });
  });

  test('until it is undone, whatever the last look saw', () => {
    const evil = to({ bucket: 'evil' });
    const seen = { sights: [evil], before: memory(remembered(evil)) };
    expect(verdict(rule, seen, main)).toMatchObject({ verdict: 'healthy' });
    const was = { bucket: 'the-bucket', kmsKey: evil.trail.kmsKey };
    expect(verdict(rule, { ...seen, known: known(rule.id, { was }) }, main)).toMatchObject({
      verdict: 'stands',
      evidence: { was },
    });
  });

  test('a decoy trail that used the bucket before does not make it known', () => {
    const decoy = logging('decoy', {}, { bucket: 'evil' });
    const sights = [to({ bucket: 'evil' }), decoy];
    const last = memory(remembered(logging('main')), remembered(decoy));
    expect(verdict(rule, { sights, before: last }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'high',
    });
  });

  test('another folder of the same bucket is a weakening', () => {
    expect(verdict(rule, { sights: [to({ prefix: 'elsewhere' })], before }, main)).toMatchObject({
      verdict: 'stands',
      weakening: true,
      severity: 'low',
    });
  });
});

describe('does not fire', () => {
  const organizationTrail = logging(
    'main',
    {},
    { owner: account('222222222222'), organization: true, bucket: 'archive' },
  );
  test.each([
    ['nothing changed', { sights: [to({})], before }],
    ['it was never seen before', { sights: [to({ bucket: 'any' })] }],
    ['another key of the same account', { sights: [to({ kmsKey: ownKey })], before }],
    ['encryption was removed, which another rule tells', { sights: [to({ kmsKey: undefined })], before }],
    [
      'the new bucket is declared',
      { sights: [to({ bucket: 'new' })], before, expected: declared({ buckets: ['the-bucket', 'new'] }) },
    ],
    [
      'the new key belongs to a configured account',
      {
        sights: [to({ kmsKey: foreignKey })],
        before,
        expected: declared({ accounts: [account('999999999999')] }),
      },
    ],
    [
      'the new key is declared',
      { sights: [to({ kmsKey: foreignKey })], before, expected: declared({ keys: [foreignKey] }) },
    ],
    [
      'it is the bucket of the organization',
      {
        sights: [
          to({ bucket: 'archive' }),
          { ...organizationTrail, trail: { ...organizationTrail.trail, arn: trailArn('org') } },
        ],
        before,
      },
    ],
  ])('%s', (_what, seen) => {
    expect(verdict(rule, seen, main)).toEqual({ verdict: 'healthy', subject: main });
  });

  test('away from the home of the trail', () => {
    const abroad = to({ bucket: 'evil', homeRegion: region('us-east-1') });
    expect(judgements(rule, { sights: [abroad], before })).toEqual([]);
  });
});
