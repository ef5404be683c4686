import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { arnOf, isTrailAdministrator, notManagement, trailToChange } from './cloudtrail-lookup.ts';
import { selectorFields, trailFields } from './cloudtrail-reads.ts';
import { bucketRefusal } from './delivery.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { Fields, State, Trail } from './state.ts';
import { trailArn } from './state.ts';
import { timeline } from './timeline.ts';

const Named = z.object({ Name: z.string() });
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
const selectors = z.array(z.record(z.string(), z.unknown()));
const Selected = z.object({
  TrailName: z.string(),
  EventSelectors: selectors.nullish(),
  AdvancedEventSelectors: selectors.nullish(),
});

/** CloudTrail's writes; `changed` hears of every trail that is now another one. */
export function cloudTrailWrites(
  state: State,
  changed: (trail: Trail) => void,
): Readonly<Record<string, Operation>> {
  const store = (arn: string, now: number, next: Trail): void => {
    const history = state.trails.get(arn) ?? timeline<Trail>(undefined);
    state.trails.set(arn, history);
    history.write(now, next);
    changed(next);
  };
  const write = (run: Operation['run']): Operation => ({ access: 'write', run });
  return {
    StartLogging: write((request) => {
      const { trail } = trailToChange(state, request, parametersOf(request, Named).Name);
      if (!trail.logging) store(trail.arn, request.now, { ...trail, logging: true, startedAt: request.now });
      return {};
    }),
    StopLogging: write((request) => {
      const { trail } = trailToChange(state, request, parametersOf(request, Named).Name);
      if (trail.logging) store(trail.arn, request.now, { ...trail, logging: false, stoppedAt: request.now });
      return {};
    }),
    DeleteTrail: write((request) => {
      const { history } = trailToChange(state, request, parametersOf(request, Named).Name);
      history.write(request.now, undefined);
      return {};
    }),
    CreateTrail: write((request) => {
      const trail = newTrail(state, request);
      store(trail.arn, request.now, trail);
      return settingFields(trail);
    }),
    UpdateTrail: write((request) => {
      const settings = parametersOf(request, Changed);
      const { trail } = trailToChange(state, request, settings.Name);
      if (settings.IsOrganizationTrail === true) requireAdministrator(state, request);
      const next = withSettings(trail, settings, request);
      if (settings.S3BucketName || settings.S3KeyPrefix) requireBucket(state, next);
      store(trail.arn, request.now, next);
      return settingFields(next);
    }),
    PutEventSelectors: write((request) => {
      const { TrailName, EventSelectors, AdvancedEventSelectors } = parametersOf(request, Selected);
      const { trail } = trailToChange(state, request, TrailName);
      if (!EventSelectors === !AdvancedEventSelectors) {
        throw new AwsError(
          'InvalidEventSelectorsException',
          'Give event selectors or advanced event selectors.',
        );
      }
      const next = {
        ...trail,
        selectors: EventSelectors ?? undefined,
        advancedSelectors: AdvancedEventSelectors ?? undefined,
      };
      store(trail.arn, request.now, next);
      return { TrailARN: trail.arn, ...selectorFields(next) };
    }),
  };
}

function newTrail(state: State, request: Request): Trail {
  const settings = parametersOf(request, Created);
  if (settings.Name.startsWith('arn:')) {
    throw new AwsError('InvalidTrailNameException', 'Trail name must be a name, not an ARN.');
  }
  arnOf(request, settings.Name);
  const { accountId } = request.caller;
  if (settings.IsOrganizationTrail === true) requireAdministrator(state, request);
  // An organization's trail belongs to the management account, whoever creates it.
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

/** The trail with the settings that were sent; the console sends "" for what is not set. */
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

/** What CreateTrail and UpdateTrail answer: the resulting settings. */
function settingFields(trail: Trail): Fields {
  const {
    HomeRegion: _home,
    HasCustomEventSelectors: _custom,
    HasInsightSelectors: _insight,
    ...settings
  } = trailFields(trail);
  return settings;
}
