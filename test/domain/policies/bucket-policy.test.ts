import { describe, expect, it } from 'vitest';
import { bucketRequests } from '#domain/policies/delivery-request.ts';
import { judgeTrailDelivery } from '#domain/policies/judge-delivery.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { bucketCases } from './cases.ts';
import {
  account,
  aclCheck,
  bucketArn,
  denyAll,
  documented,
  fromTrail,
  judgeBucket,
  members,
  organization,
  organizationWrite,
  policy,
  single,
  withAcl,
  write,
} from './policies.ts';

describe.each([
  ['a bucket policy that is prescribed', bucketCases.prescribed],
  ['a bucket policy that does not allow enough', bucketCases.notAllowed],
  ['a bucket policy that denies', bucketCases.denied],
  ['a bucket policy that denies others', bucketCases.spared],
  ['a bucket policy that leaves doubts', bucketCases.doubtful],
])('%s', (_what, cases) => {
  it.each(cases)('$says: $verdict', ({ statements, verdict, delivery, statement }) => {
    const told = judgeBucket(policy(...statements), delivery);
    expect(told.verdict).toBe(verdict);
    if (statement !== undefined) expect(told).toMatchObject({ because: { statement } });
  });
});

describe('a bucket policy of an organization trail', () => {
  const [payments = '', sandbox = ''] = members;
  const refusing = (...folders: readonly string[]) =>
    judgeBucket(
      policy(
        aclCheck,
        write,
        organizationWrite,
        ...folders.map((folder) => denyAll(undefined, { Resource: `${bucketArn}/AWSLogs/${folder}` })),
      ),
      { ...organization, digests: true },
    );

  it('that shuts out one member names it', () => {
    expect(refusing(`o-exampleorg/${payments}/*`)).toEqual({
      verdict: 'fails',
      because: {
        statement: 'Guard',
        words: `denies s3:PutObject, needed for log files of account ${payments}`,
        members: [payments],
      },
    });
  });

  it('that shuts out several names one and counts the others', () => {
    expect(refusing(`o-exampleorg/${payments}/*`, `*/${sandbox}/*`)).toMatchObject({
      because: {
        words: expect.stringContaining(`of account ${payments} and of 1 other account`) as string,
        members: [payments, sandbox],
      },
    });
  });

  it('that shuts out three of four counts the two others', () => {
    const shop = parseAccountId('888877776666')!;
    const accounts = [...organization.inOrganization!.accounts, shop];
    const larger = { ...organization, inOrganization: { ...organization.inOrganization!, accounts } };
    const denies = [payments, sandbox, shop].map((one) => `${bucketArn}/AWSLogs/o-exampleorg/${one}/*`);
    const document = policy(aclCheck, write, organizationWrite, denyAll(undefined, { Resource: denies }));
    expect(judgeBucket(document, larger)).toMatchObject({
      because: {
        words: expect.stringMatching(/ of account 444455556666 and of 2 other accounts$/) as string,
      },
    });
  });

  it('that shuts out the whole organization concerns every member', () => {
    expect(refusing('o-exampleorg/*')).toMatchObject({ because: { members } });
  });

  it('that shuts out the digest files of one member alone names it too', () => {
    expect(refusing(`o-exampleorg/${sandbox}/CloudTrail-Digest/*`)).toMatchObject({
      because: {
        words: `denies s3:PutObject, needed for digest files of account ${sandbox}`,
        members: [sandbox],
      },
    });
  });

  it('that shuts out the members whose ids end in a digit finds them, although it names none', () => {
    expect(refusing('o-exampleorg/*9999/*')).toMatchObject({ because: { members: [sandbox] } });
  });

  it('that names one member only shuts out all the others', () => {
    const folders = [organizationWrite, { ...write, Sid: 'One' }].map((one) => ({
      ...one,
      Resource: [
        `${bucketArn}/AWSLogs/o-exampleorg/111122223333/*`,
        `${bucketArn}/AWSLogs/o-exampleorg/${payments}/*`,
      ],
    }));
    expect(judgeBucket(policy(aclCheck, write, ...folders), organization)).toMatchObject({
      verdict: 'fails',
      because: { members: [sandbox] },
    });
  });

  it('is judged in little time for thousands of members', () => {
    const accounts = Array.from(
      { length: 5000 },
      (_, at) => String(300000000000 + at) as (typeof members)[0],
    );
    const large = {
      ...organization,
      digests: true,
      inOrganization: { ...organization.inOrganization!, accounts },
    };
    const denies = Array.from(
      { length: 100 },
      (_, at) => `${bucketArn}/AWSLogs/o-exampleorg/${600000000000 + at}/*`,
    );
    const started = performance.now();
    const document = policy(aclCheck, write, organizationWrite, denyAll(undefined, { Resource: denies }));
    expect(judgeBucket(document, large).verdict).toBe('works');
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a bucket policy', () => {
  it('is read from its text as well, with one statement for a list of one', () => {
    expect(judgeBucket(JSON.stringify(policy(...documented)))).toEqual({ verdict: 'works' });
    expect(judgeBucket({ Version: '2008-10-17', Statement: denyAll() }).verdict).toBe('fails');
  });

  it('that is not there allows nothing', () => {
    expect(judgeBucket(undefined)).toEqual({
      verdict: 'fails',
      because: { words: 'no statement allows s3:GetBucketAcl, needed for the check of the bucket' },
    });
  });

  it.each([null, '', 'no JSON', '[]', 7, {}, { Statement: [], Version: '2031-01-01' }])(
    'that is %j cannot be judged',
    (document) => {
      expect(judgeBucket(document).verdict).toBe('cannot-tell');
    },
  );

  it('with a statement that is no object cannot be judged', () => {
    expect(judgeBucket(policy('x', ...documented)).verdict).toBe('cannot-tell');
  });

  it('names the key that CloudTrail does not send', () => {
    const guarded = policy(...documented, denyAll({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }));
    expect(judgeBucket(guarded)).toMatchObject({
      because: {
        statement: 'Guard',
        words:
          'denies s3:GetBucketAcl, needed for the check of the bucket: its condition on aws:PrincipalOrgID holds, because CloudTrail does not send that key',
      },
    });
  });

  it('names no key that CloudTrail sends, and none where all are sent', () => {
    const because = (condition: unknown) => judgeBucket(policy(...documented, denyAll(condition)));
    const words = 'denies s3:GetBucketAcl, needed for the check of the bucket';
    expect(
      because({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' }, StringEquals: fromTrail }),
    ).toMatchObject({
      because: { words: expect.stringMatching(/ condition on aws:PrincipalOrgID holds, /) as string },
    });
    expect(because({ StringEquals: fromTrail })).toMatchObject({ because: { words } });
  });

  it('names no statement that allows other actions only, however close it is', () => {
    const elsewhere = { ...write, Resource: `${bucketArn}/other/*` };
    expect(judgeBucket(policy(aclCheck, elsewhere))).toMatchObject({
      because: {
        statement: 'AWSCloudTrailWrite20150319',
        words: expect.stringMatching(/; this one allows it on other resources$/) as string,
      },
    });
    expect(judgeBucket(policy(aclCheck))).toEqual({
      verdict: 'fails',
      because: {
        words: `no statement allows s3:PutObject, needed for log files of account ${account}`,
      },
    });
  });

  it('names what keeps the closest statement from allowing it', () => {
    const narrow = policy({ ...aclCheck, Condition: { StringEquals: withAcl } }, write);
    expect(judgeBucket(narrow)).toMatchObject({
      because: {
        words:
          'no statement allows s3:GetBucketAcl, needed for the check of the bucket; this one allows it under another s3:x-amz-acl',
      },
    });
  });

  it('that shuts out another Region fails there, though files of this one arrive', () => {
    const arrived = { files: new Set(['log files'] as const), region: 'eu-west-1' };
    const shut = (Resource: string, condition?: unknown) =>
      judgeTrailDelivery(
        policy(...documented, denyAll(condition, { Resource })),
        bucketRequests(single),
        arrived,
      );
    const folder = (region: string) => `${bucketArn}/AWSLogs/${account}/CloudTrail/${region}/*`;
    expect(shut(folder('us-west-2'))).toMatchObject({
      verdict: 'fails',
      because: { words: `denies s3:PutObject, needed for log files of account ${account} in us-west-2` },
    });
    // What arrives proves its own Region, and a doubt about another is none.
    expect(shut(folder('eu-west-1'))).toEqual({ verdict: 'works' });
    expect(shut(folder('us-west-2'), { Bool: { 'aws:MadeUp': 'true' } })).toEqual({ verdict: 'works' });
  });

  it('is judged quickly, whatever its patterns', () => {
    const slow = `arn:aws:s3:::logs/${'*a?'.repeat(6000)}\${x}`;
    const started = performance.now();
    expect(judgeBucket(policy(...documented, denyAll(undefined, { Resource: slow }))).verdict).toBe(
      'cannot-tell',
    );
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
