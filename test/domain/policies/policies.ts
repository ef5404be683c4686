import type { TrailDelivery } from '#domain/policies/trail-delivery.ts';
import { bucketRequests, keyRequests } from '#domain/policies/delivery-request.ts';
import type { DeliveryVerdict } from '#domain/policies/judge-delivery.ts';
import { judgeTrailDelivery, nothingArrived } from '#domain/policies/judge-delivery.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';

export const account = '111122223333';
export const trailArn = asTrailArn(`arn:aws:cloudtrail:eu-west-1:${account}:trail/main`)!;
export const keyArn = `arn:aws:kms:eu-west-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const bucketArn = 'arn:aws:s3:::logs';

/** An account's own trail that writes to the root of bucket `logs`. */
export const single: TrailDelivery = {
  trail: trailArn,
  bucket: 'logs',
  prefix: undefined,
  key: undefined,
  digests: false,
  multiRegion: true,
  organization: false,
  inOrganization: undefined,
  bucketOwner: undefined,
  at: instant(Date.parse('2026-11-25T12:00:00Z')),
};
export const prefixed: TrailDelivery = { ...single, prefix: 'audit' };
export const encrypted: TrailDelivery = { ...single, key: keyArn };
export const members = ['444455556666', '777788889999'].map((id) => parseAccountId(id)!);
export const organization: TrailDelivery = {
  ...single,
  organization: true,
  inOrganization: {
    id: 'o-exampleorg',
    management: parseAccountId(account),
    delegates: [],
    accounts: [parseAccountId(account)!, ...members],
  },
};

export type Statement = Readonly<Record<string, unknown>>;
export const service = { Service: 'cloudtrail.amazonaws.com' };
export const fromTrail = { 'aws:SourceArn': trailArn };
export const withAcl = { 's3:x-amz-acl': 'bucket-owner-full-control' };

export const aclCheck: Statement = {
  Sid: 'AWSCloudTrailAclCheck20150319',
  Effect: 'Allow',
  Principal: service,
  Action: 's3:GetBucketAcl',
  Resource: bucketArn,
  Condition: { StringEquals: fromTrail },
};

export const write: Statement = {
  Sid: 'AWSCloudTrailWrite20150319',
  Effect: 'Allow',
  Principal: service,
  Action: 's3:PutObject',
  Resource: `${bucketArn}/AWSLogs/${account}/*`,
  Condition: { StringEquals: { ...withAcl, ...fromTrail } },
};

/** The policy AWS prescribes for an account's own trail. */
export const documented: readonly Statement[] = [aclCheck, write];

export const organizationWrite: Statement = {
  ...write,
  Sid: 'AWSCloudTrailOrganizationWrite20150319',
  Resource: `${bucketArn}/AWSLogs/o-exampleorg/*`,
};

export const denyAll = (condition?: unknown, rest: Statement = {}): Statement => ({
  Sid: 'Guard',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [bucketArn, `${bucketArn}/*`],
  ...(condition !== undefined && { Condition: condition }),
  ...rest,
});

export const policy = (...statements: readonly unknown[]) => ({
  Version: '2012-10-17',
  Statement: statements,
});

export const judgeBucket = (document: unknown, delivery: TrailDelivery = single): DeliveryVerdict =>
  judgeTrailDelivery(document, bucketRequests(delivery), nothingArrived);
export const judgeKey = (document: unknown, delivery: TrailDelivery = encrypted): DeliveryVerdict =>
  judgeTrailDelivery(document, keyRequests(delivery), nothingArrived);
