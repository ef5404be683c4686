import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  EventSelector,
  GetChannelCommandOutput,
  GetEventSelectorsCommandOutput,
  GetTrailStatusCommandOutput,
  Trail as AwsTrail,
} from '@aws-sdk/client-cloudtrail';
import { answeredSelectors } from '#domain/facts/answered-selectors.ts';
import type { ServiceLinkedChannel } from '#domain/facts/channel.ts';
import type { BasicSelector, EventSelectors, FieldCondition } from '#domain/facts/event-selectors.ts';
import { recordedBy } from '#domain/facts/event-selectors.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, parseInstant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { asTrailArn, parseTrailArn } from '#domain/values/trail-arn.ts';

// AWS omits unset settings, the console sets them to "": both mean not set.
const text = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
const moment = (value: Date | undefined): Instant | undefined =>
  value ? instant(value.getTime()) : undefined;

/** The trail in a DescribeTrails response; undefined when its ARN cannot be parsed. */
export function trailFrom(answer: AwsTrail): Trail | undefined {
  const arn = asTrailArn(answer.TrailARN);
  const fields = parseTrailArn(answer.TrailARN);
  if (!arn || !fields) return undefined;
  return {
    arn,
    name: answer.Name ?? fields.name,
    owner: fields.owner,
    homeRegion: parseRegion(answer.HomeRegion) ?? fields.homeRegion,
    multiRegion: answer.IsMultiRegionTrail ?? false,
    organization: answer.IsOrganizationTrail ?? false,
    globalServiceEvents: answer.IncludeGlobalServiceEvents ?? false,
    logFileValidation: answer.LogFileValidationEnabled ?? false,
    customSelectors: answer.HasCustomEventSelectors ?? false,
    bucket: text(answer.S3BucketName),
    prefix: text(answer.S3KeyPrefix),
    kmsKey: text(answer.KmsKeyId),
    logGroup: text(answer.CloudWatchLogsLogGroupArn),
    logsRole: text(answer.CloudWatchLogsRoleArn),
    topic: text(answer.SnsTopicARN),
    insights: answer.HasInsightSelectors === true || undefined,
  };
}

/** The status in a GetTrailStatus response. */
export function statusFrom(answer: GetTrailStatusCommandOutput): TrailStatus {
  return {
    logging: answer.IsLogging ?? false,
    startedAt: moment(answer.StartLoggingTime),
    stoppedAt: moment(answer.StopLoggingTime),
    deliveryError: text(answer.LatestDeliveryError),
    deliveredAt: moment(answer.LatestDeliveryTime),
    attemptedAt: parseInstant(answer.LatestDeliveryAttemptTime),
    logsError: text(answer.LatestCloudWatchLogsDeliveryError),
    logsDeliveredAt: moment(answer.LatestCloudWatchLogsDeliveryTime),
    notificationError: text(answer.LatestNotificationError),
    notifiedAt: moment(answer.LatestNotificationTime),
    digestError: text(answer.LatestDigestDeliveryError),
    digestDeliveredAt: moment(answer.LatestDigestDeliveryTime),
  };
}

/** The channel in a GetChannel response. */
export function channelFrom(answer: GetChannelCommandOutput): ServiceLinkedChannel {
  const { ApplyToAllRegions, AdvancedEventSelectors = [] } = answer.SourceConfig ?? {};
  const selectors = AdvancedEventSelectors.map(({ FieldSelectors }) =>
    (FieldSelectors ?? []).map(conditionFrom),
  );
  const name = /:channel\/(.+)$/.exec(answer.ChannelArn ?? '')?.[1] ?? answer.Name ?? 'a channel';
  return {
    name: name.slice(0, 128),
    allRegions: ApplyToAllRegions === true,
    recorded: recordedBy({ kind: 'advanced', selectors }),
  };
}

function basicFrom(selector: EventSelector): BasicSelector {
  return {
    // Both defaults are CloudTrail's own (API reference, EventSelector).
    managementEvents: selector.IncludeManagementEvents ?? true,
    readWrite: selector.ReadWriteType ?? 'All',
    excludedSources: selector.ExcludeManagementEventSources ?? [],
  };
}

function conditionFrom(selector: AdvancedFieldSelector): FieldCondition {
  const narrowing = [selector.StartsWith, selector.EndsWith, selector.NotStartsWith, selector.NotEndsWith];
  return {
    field: selector.Field ?? '',
    equals: selector.Equals,
    notEquals: selector.NotEquals,
    narrowsOtherwise: narrowing.some((values) => values !== undefined && values.length > 0),
  };
}

/** The selectors in a GetEventSelectors response: advanced ones when it has any, else basic ones. */
export function selectorsFrom(
  answer: GetEventSelectorsCommandOutput,
): Exclude<EventSelectors, { kind: 'owners' }> {
  const advanced: readonly AdvancedEventSelector[] = answer.AdvancedEventSelectors ?? [];
  if (advanced.length > 0) {
    return {
      kind: 'advanced',
      selectors: advanced.map(({ FieldSelectors }) => (FieldSelectors ?? []).map(conditionFrom)),
      answered: answeredSelectors('advanced', advanced),
    };
  }
  const basic: readonly EventSelector[] = answer.EventSelectors ?? [];
  return { kind: 'basic', selectors: basic.map(basicFrom), answered: answeredSelectors('basic', basic) };
}
