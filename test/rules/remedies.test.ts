import { describe, expect, it } from 'vitest';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { answerId } from '#domain/issues/answer.ts';
import { notAcceptableByButton } from '#domain/issues/acceptance.ts';
import { boundedFindings } from '#domain/issues/bounded-findings.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { harmlessDelivery } from '#domain/findings/of-bucket.ts';
import type { CauseKey } from '#domain/findings/finding.ts';
import { foundKey } from '#test/given/log-destinations.ts';
import { logging, memory, remembered, trailArn, verdict } from '#test/given/looks.ts';
import { known } from './changes.ts';
import { at, finding, member, names, now, prod, region, view } from '#test/given/incidents.ts';

const home = region('eu-west-1');

const key = 'arn:aws:kms:eu-west-1:111122223333:key/k-1';
const remedyOf = (error: string) =>
  ruleOf('s3-delivery-failing').remedy(
    finding({ rule: 's3-delivery-failing', harm: 'undeliverable', evidence: { error, resource: key } }),
  );

describe('the remedy of a delivery that fails', () => {
  it.each([
    ['KMS.DisabledException', /^Enable the key again/, 'kms enable-key'],
    ['KMS.InvalidStateException', /^The key is pending deletion/, 'kms cancel-key-deletion'],
    ['KMS.KMSInvalidStateException', /^The key is pending deletion/, 'kms cancel-key-deletion'],
    ['KMS.NotFoundException', /^The key does not exist/, 'kms describe-key'],
  ])('with %s is about the key', (error, words, command) => {
    expect(remedyOf(error).words).toMatch(words);
    expect(remedyOf(error).command).toContain(command);
  });
});

describe('a bucket that does not exist', () => {
  const of = (error: string, homeRegion?: typeof home) =>
    ruleOf('s3-delivery-failing').remedy(
      finding({
        rule: 's3-delivery-failing',
        harm: 'undeliverable',
        evidence: { error, resource: 'the-logs', homeRegion },
      }),
    );

  it('is created again, where AWS says that there is none; a word of it further on means nothing', () => {
    expect(of('NoSuchBucket', home)).toEqual({
      account: "the bucket's account",
      words:
        "The bucket the-logs does not exist: create it again, with its policy. The command takes the trail's Region for the bucket's.",
      command:
        'aws s3api create-bucket --bucket the-logs --region eu-west-1 --create-bucket-configuration LocationConstraint=eu-west-1',
    });
    expect(of('AccessDenied: not NoSuchBucket').command).toContain('s3api get-bucket-policy');
  });

  it('is created in us-east-1 without a location constraint, which S3 refuses there', () => {
    for (const one of [region('us-east-1'), undefined])
      expect(of('NoSuchBucket', one).command).toBe(
        'aws s3api create-bucket --bucket the-logs --region us-east-1',
      );
  });
});

it('versioning that was suspended is enabled by the command', () => {
  const { command } = ruleOf('versioning-suspended').remedy(
    finding({ rule: 'versioning-suspended', harm: 'unprotected', evidence: { resource: 'the-logs' } }),
  );
  expect(command).toBe(
    'aws s3api put-bucket-versioning --bucket the-logs --versioning-configuration Status=Enabled',
  );
});

describe('a remedy that does not know what it is about', () => {
  const words = (rule: Parameters<typeof ruleOf>[0], resource?: string) =>
    ruleOf(rule).remedy(finding({ rule, evidence: { resource } }), { account: prod, region: home }).words;
  it.each([
    [
      'access-lost',
      'let the role call the call again',
      'let the role call cloudtrail:DescribeTrails again',
      'cloudtrail:DescribeTrails',
    ],
    ['notification-delivery-failing', 'Check that the topic exists', 'Check that arn:t exists', 'arn:t'],
  ] as const)('of %s says so in general words', (rule, general, particular, resource) => {
    expect(words(rule)).toContain(general);
    expect(words(rule, resource)).toContain(particular);
  });
});

describe('a foreign key', () => {
  const foreign = 'arn:aws:kms:eu-west-1:999999999999:key/theirs';
  const remedy = (was?: { readonly kmsKey: string }) =>
    ruleOf('key-foreign').remedy(
      finding({ rule: 'key-foreign', harm: 'redirected', evidence: { resource: foreign, was } }),
    );

  it('is replaced in the account of the trail: the reader has no credentials of its owner', () => {
    for (const { account, command } of [remedy(), remedy({ kmsKey: key })]) {
      expect(account).toBeUndefined();
      expect(command).toMatch(/^aws cloudtrail update-trail --name \S+ --region eu-west-1 --kms-key-id /);
      expect(command).not.toContain('999999999999');
    }
  });

  it('is replaced by the former one, or by one that the reader names', () => {
    expect(remedy({ kmsKey: key }).command).toContain(`--kms-key-id ${key}`);
    expect(remedy({ kmsKey: key }).words).not.toContain('KEY');
    expect(remedy().command).toContain('--kms-key-id "${KEY:?}"');
    expect(remedy().words).toContain('without KEY the command does nothing');
  });

  it('is compared with the key before, which its finding keeps', () => {
    const theirs = logging('main', {}, { kmsKey: foreign });
    const before = memory(remembered(logging('main', {}, { kmsKey: key })));
    const destinations = [{ ...foundKey({ is: 'foreign' }), id: foreign }];
    const was = (more: object) => {
      const one = verdict(
        ruleOf('key-foreign'),
        { sights: [theirs], destinations, ...more },
        trailArn('main'),
      );
      return one?.verdict === 'stands' ? one.evidence.was : 'none';
    };
    expect(was({ before })).toEqual({ kmsKey: key });
    expect(was({})).toBeUndefined();
    expect(was({ before: memory(remembered(theirs)) })).toBeUndefined();
    expect(was({ known: known('key-foreign', { was: { kmsKey: key } }) })).toEqual({ kmsKey: key });
  });
});

describe('a key that is being deleted', () => {
  const remedy = (dueAt?: typeof now) =>
    ruleOf('key-pending-deletion').remedy(
      finding({ rule: 'key-pending-deletion', harm: 'undeliverable', evidence: { resource: key, dueAt } }),
    );
  it('is saved while its last day is to come, and replaced where none is known', () => {
    expect(remedy(now)).toMatchObject({ words: 'Cancel the deletion and enable the key.' });
    expect(remedy(now).command).toContain('kms cancel-key-deletion');
    expect(remedy().words).toMatch(/^Give the trail another key: the old one is deleted/);
    expect(remedy().command).toContain('kms describe-key');
  });
});

describe('a delivery that AWS refuses', () => {
  it.each([
    ['KMS.DisabledException', /^A key that is exchanged/],
    ['NoSuchBucket', /^A bucket that is taken away before its trail/],
    [undefined, /^A short fault of S3/],
    ['AccessDenied: NoSuchBucket', /^A bucket policy or key that is being changed/],
    ['SlowDown: reduce', /^A short fault of S3/],
    ['RequestTimeout', /^A short fault of S3/],
    ['AccessDenied', /^A bucket policy or key that is being changed/],
    ['NotSlowDown', /^A bucket policy or key that is being changed/],
  ])('with %s can be harmless: %s', (error, words) => {
    expect(harmlessDelivery(finding({ evidence: { error } }))).toMatch(words);
  });
});

describe('what may be accepted by a button', () => {
  const why = (changes: Parameters<typeof member>[0]) => notAcceptableByButton(view([member(changes)]));
  it('is nothing that cannot be read, no missing trail, no total loss and no part of the detector', () => {
    expect(why({ rule: 'redirected', severity: 'high' })).toBeUndefined();
    expect(why({ harm: 'unreadable', rule: 'unreadable', severity: 'high' })).toBe(
      'what cannot be read cannot be accepted',
    );
    expect(why({ rule: 'no-trail', severity: 'high' })).toBe('there is no trail');
    expect(why({})).toBe('nothing is recorded there');
    expect(why({ rule: 'events-not-forwarded', severity: 'high' })).toBe(
      "it is about Trailwarden's own parts",
    );
    const own = view([member({ severity: 'high' })]);
    const unwatched = { ...own, incident: { ...own.incident, cause: 'unwatched|x' as CauseKey } };
    expect(notAcceptableByButton(unwatched)).toBe("it is about Trailwarden's own parts");
    expect(why({ state: 'resolved' })).toBeUndefined();
  });
});

describe('an announcement', () => {
  const labels = (...all: Parameters<typeof member>[0][]) =>
    announcementOf(view(all.map((one) => member(one))), { accounts: names, now }).labels;
  it('is labelled with its rules in order, those of weakenings where nothing was harmed', () => {
    const weak = { harmful: false, weakening: true } as const;
    expect(
      labels({ rule: 'trail-gone' }, { rule: 'logging-stopped' }, { rule: 'redirected', ...weak }),
    ).toEqual(['logging-stopped', 'trail-gone']);
    expect(labels({ rule: 'trail-gone' }, { rule: 'no-trail', subject: '-' })).toEqual([
      'no-trail',
      'trail-gone',
    ]);
    expect(labels({ rule: 'redirected', ...weak })).toEqual(['redirected']);
    expect(labels({ state: 'whitelisted' })).toEqual(['logging-stopped', 'whitelisted']);
  });
});

describe('what others write', () => {
  it('is cut in what is kept of a finding, whichever of its texts is long', () => {
    const long = 'x'.repeat(1001);
    const kept = (evidence: object) => {
      const one = finding({ evidence });
      return [...boundedFindings(new Map([[findingKey(one.rule, one.subject), one]]), now).values()][0]
        ?.evidence;
    };
    expect(kept({ change: long, error: 'short' })).toMatchObject({
      error: 'short',
      change: 'x'.repeat(1000),
    });
    expect(kept({ error: long })).toMatchObject({ error: 'x'.repeat(1000) });
    expect(kept({ resource: long, change: 'a' })).toMatchObject({ resource: 'x'.repeat(1000), change: 'a' });
    expect(kept({ change: 'x'.repeat(1000) })).toMatchObject({ change: 'x'.repeat(1000) });
  });

  it('is cut in the id of an answer, of which those that may be repeated have the minute', () => {
    const who = 'Ana.B@Example.com';
    expect(answerId('on-it', who, at('12:00:59'))).toBe('on-it-ana-b-example-com');
    expect(answerId('on-it', 'y'.repeat(90), now)).toHaveLength('on-it-'.length + 60);
    expect(answerId('recheck', who, at('12:00:01'))).toBe(answerId('recheck', who, at('12:00:59')));
    expect(answerId('recheck', who, at('12:00:01'))).not.toBe(answerId('recheck', who, at('12:01:00')));
  });
});
