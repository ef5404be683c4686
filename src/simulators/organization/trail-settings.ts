import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { arnOf, isTrailAdministrator, notManagement, trailToChange } from './cloudtrail-lookup.ts';
import { trailFields } from './cloudtrail-reads.ts';
import { bucketRefusal } from './delivery.ts';
import { parametersOf } from './parameters.ts';
import type { Request } from './service.ts';
import type { Fields, State, Trail } from './state.ts';
import { trailArn } from './state.ts';

const Settings = z.object({
  S3BucketName: z.string().nullish(),
  S3KeyPrefix: z.string().nullish(),
  SnsTopicName: z.string().nullish(),
  IncludeGlobalServiceEvents: z.boolean().nullish(),
  IsMultiRegionTrail: z.boolean().nullish(),
  EnableLogFileValidation: z.boolean().nullish(),
  CloudWatchLogsLogGroupArn: z.string().nullish(),
  CloudWatchLogsRoleArn: z.string().nullish(),
  KmsKeyId: z.string().nullish(),
  IsOrganizationTrail: z.boolean().nullish(),
});
type Settings = z.output<typeof Settings>;
const Changed = Settings.extend({ Name: z.string() });
const Created = Changed.extend({ S3BucketName: z.string() });

/** The trail of a CreateTrail call, not logging yet. Throws AWS's error for invalid settings. */
export function newTrail(state: State, request: Request): Trail {
  const settings = parametersOf(request, Created);
  if (settings.Name.startsWith('arn:')) {
    throw new AwsError('InvalidTrailNameException', 'Trail name must be a name, not an ARN.');
  }
  arnOf(request, settings.Name);
  const { accountId } = request.caller;
  if (settings.IsOrganizationTrail === true) requireAdministrator(state, request);
  // An organization trail belongs to the management account, also when a delegated administrator creates it.
  const management =
    settings.IsOrganizationTrail === true ? state.organization?.managementAccountId : undefined;
  const owner = management ?? accountId;
  const arn = trailArn(request.region, owner, settings.Name);
  if (state.trails.get(arn)?.latest()) {
    throw new AwsError(
      'TrailAlreadyExistsException',
      `Trail ${settings.Name} already exists for customer: ${owner}`,
    );
  }
  const blank: Trail = {
    arn,
    owner,
    name: settings.Name,
    homeRegion: request.region,
    multiRegion: false,
    organization: false,
    globalServiceEvents: true,
    bucket: settings.S3BucketName,
    logFileValidation: false,
    logging: false,
    deliveryErrors: {},
  };
  const trail = withSettings(blank, settings, request);
  requireBucket(state, trail);
  return trail;
}

/** The trail after an UpdateTrail call. Throws AWS's error for invalid settings. */
export function updatedTrail(state: State, request: Request): Trail {
  const settings = parametersOf(request, Changed);
  const { trail } = trailToChange(state, request, settings.Name);
  if (settings.IsOrganizationTrail === true) requireAdministrator(state, request);
  const next = withSettings(trail, settings, request);
  if (settings.S3BucketName || settings.S3KeyPrefix) requireBucket(state, next);
  return next;
}

/** The trail with the settings that were sent; the console sends "" for a setting without a value. */
function withSettings(trail: Trail, settings: Settings, { region, caller }: Request): Trail {
  const kept = (sent: string | null | undefined, before: string | undefined): string | undefined =>
    sent === undefined || sent === null ? before : sent === '' ? undefined : sent;
  const topic = kept(settings.SnsTopicName, trail.topicArn);
  return {
    ...trail,
    bucket: kept(settings.S3BucketName, trail.bucket) ?? trail.bucket,
    prefix: kept(settings.S3KeyPrefix, trail.prefix),
    topicArn:
      topic && !topic.startsWith('arn:') ? `arn:aws:sns:${region}:${caller.accountId}:${topic}` : topic,
    globalServiceEvents: settings.IncludeGlobalServiceEvents ?? trail.globalServiceEvents,
    multiRegion: settings.IsMultiRegionTrail ?? trail.multiRegion,
    logFileValidation: settings.EnableLogFileValidation ?? trail.logFileValidation,
    logGroupArn: kept(settings.CloudWatchLogsLogGroupArn, trail.logGroupArn),
    logsRoleArn: kept(settings.CloudWatchLogsRoleArn, trail.logsRoleArn),
    kmsKeyId: kept(settings.KmsKeyId, trail.kmsKeyId),
    organization: settings.IsOrganizationTrail ?? trail.organization,
  };
}

function requireAdministrator(state: State, { caller }: Request): void {
  if (!isTrailAdministrator(state, caller.accountId)) throw notManagement();
}

function requireBucket(state: State, trail: Trail): void {
  const refusal = bucketRefusal(state, trail, trail.owner, state.buckets.get(trail.bucket)?.latest());
  if (refusal === 'NoSuchBucket') {
    throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${trail.bucket} does not exist!`);
  }
  if (refusal) {
    const message = `Incorrect S3 bucket policy is detected for bucket: ${trail.bucket}`;
    throw new AwsError('InsufficientS3BucketPolicyException', message);
  }
}

/** The answer of CreateTrail and UpdateTrail: the resulting settings. */
export function settingFields(trail: Trail): Fields {
  const notSettings = ['HomeRegion', 'HasCustomEventSelectors', 'HasInsightSelectors'];
  return Object.fromEntries(
    Object.entries(trailFields(trail)).filter(([name]) => !notSettings.includes(name)),
  );
}
