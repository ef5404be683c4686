import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseTrailArn, asTrailArn } from '#domain/values/trail-arn.ts';

/** The home Region of the trails of a bench. */
export const trailHome = 'eu-west-1';

/** A multi-Region trail as DescribeTrails and GetTrailStatus show it. */
export function sightOf(
  owner: AccountId,
  name: string,
  more: { readonly organization: boolean; readonly bucket: string; readonly status: TrailStatus },
): TrailSight {
  const arn = asTrailArn(`arn:aws:cloudtrail:${trailHome}:${owner}:trail/${name}`);
  const fields = arn && parseTrailArn(arn);
  if (!fields) throw new Error('the trail of the bench is misspelt');
  const { organization, bucket, status } = more;
  const flags = {
    multiRegion: true,
    globalServiceEvents: true,
    logFileValidation: true,
    customSelectors: false,
  };
  return {
    trail: { arn, name, owner, homeRegion: fields.homeRegion, organization, bucket, ...flags },
    status: { kind: 'seen', value: status },
    secondHand: false,
  };
}

/** An event from CloudTrail as it reaches the central bus. */
export function eventOf(
  call: `${string}:${string}`,
  account: AccountId,
  asked: { readonly region: string; readonly at: number; readonly parameters: object },
): object {
  const [source = '', eventName = ''] = call.split(':');
  const time = `${new Date(asked.at).toISOString().slice(0, 19)}Z`;
  const id = `${eventName}-${account}-${asked.at}`;
  return {
    version: '0',
    id,
    source: `aws.${source}`,
    account,
    region: asked.region,
    'detail-type': 'AWS API Call via CloudTrail',
    time,
    detail: {
      eventVersion: '1.08',
      eventTime: time,
      eventSource: `${source}.amazonaws.com`,
      eventName,
      awsRegion: asked.region,
      eventID: id,
      userIdentity: { type: 'IAMUser', accountId: account, arn: `arn:aws:iam::${account}:user/mallory` },
      requestParameters: asked.parameters,
      recipientAccountId: account,
    },
  };
}
