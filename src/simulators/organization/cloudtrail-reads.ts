import * as z from 'zod';

import type { Found } from './cloudtrail-lookup.ts';
import {
  arnOf,
  isTrailAdministrator,
  trailsAt,
  trailToRead,
  unknownTrail,
  wrongAccount,
} from './cloudtrail-lookup.ts';
import { isShadow, isVisible } from './coverage.ts';
import { deliveryStatus } from './delivery.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { Fields, State, Trail } from './state.ts';
import { trailArn } from './state.ts';

const Named = z.object({ Name: z.string() });
const Selected = z.object({ TrailName: z.string() });
const Described = z.object({
  trailNameList: z.array(z.string()).nullish(),
  includeShadowTrails: z.boolean().nullish(),
});

/** CloudTrail's reads; they answer from the state `delay()` milliseconds ago (eventual consistency). */
export function cloudTrailReads(state: State, delay: () => number): Readonly<Record<string, Operation>> {
  const viewAt = ({ now }: Request): number => now - delay();
  const read = (run: Operation['run']): Operation => ({ access: 'read', run });
  return {
    DescribeTrails: read((request) => describeTrails(state, request, viewAt(request))),
    ListTrails: read((request) => listTrails(state, request, viewAt(request))),
    GetTrail: read((request) => {
      const { Name } = parametersOf(request, Named);
      return { Trail: trailFields(trailToRead(state, request, { name: Name, at: viewAt(request) }).trail) };
    }),
    GetTrailStatus: read((request) => {
      const { Name } = parametersOf(request, Named);
      return trailStatus(state, request, trailToRead(state, request, { name: Name, at: viewAt(request) }));
    }),
    GetEventSelectors: read((request) => {
      const { TrailName } = parametersOf(request, Selected);
      const { trail } = trailToRead(state, request, { name: TrailName, at: viewAt(request) });
      refuseMember(state, request, trail);
      return { TrailARN: trail.arn, ...selectorFields(trail) };
    }),
  };
}

/** A trail as DescribeTrails lists it. */
export function trailFields(trail: Trail): Fields {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    S3KeyPrefix: trail.prefix,
    SnsTopicName: trail.topicArn,
    SnsTopicARN: trail.topicArn,
    IncludeGlobalServiceEvents: trail.globalServiceEvents,
    IsMultiRegionTrail: trail.multiRegion,
    HomeRegion: trail.homeRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.logFileValidation,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.logsRoleArn,
    KmsKeyId: trail.kmsKeyId,
    HasCustomEventSelectors: trail.selectors !== undefined || trail.advancedSelectors !== undefined,
    HasInsightSelectors: (trail.insightSelectors ?? []).length > 0,
    IsOrganizationTrail: trail.organization,
  };
}

/** A trail's selectors as in GetEventSelectors: basic or advanced; default: all management events. */
export function selectorFields(trail: Trail): Fields {
  if (trail.advancedSelectors) return { AdvancedEventSelectors: trail.advancedSelectors };
  const everything = { ReadWriteType: 'All', IncludeManagementEvents: true };
  const lists = { DataResources: [], ExcludeManagementEventSources: [] };
  return { EventSelectors: (trail.selectors ?? [{}]).map((one) => ({ ...everything, ...lists, ...one })) };
}

function describeTrails(state: State, request: Request, at: number): Fields {
  const { accountId } = request.caller;
  const { trailNameList, includeShadowTrails } = parametersOf(request, Described);
  if (trailNameList?.length) {
    const arns = trailNameList.map((name) => arnOf(request, name));
    const all = trailsAt(state, at).filter(({ trail }) => arns.includes(trail.arn));
    const own = all.filter(({ trail }) => isVisible(state, trail, accountId, trail.homeRegion));
    if (arns.some((arn) => arn.split(':')[4] !== accountId && !own.some(({ trail }) => trail.arn === arn))) {
      throw wrongAccount(accountId);
    }
    return { trailList: own.map(({ trail }) => trailFields(trail)) };
  }
  const here = trailsAt(state, at).filter(({ trail }) => isVisible(state, trail, accountId, request.region));
  const listed = here.filter(
    ({ trail }) => includeShadowTrails !== false || !isShadow(trail, accountId, request.region),
  );
  return { trailList: listed.map(({ trail }) => trailFields(trail)) };
}

function listTrails(state: State, { caller }: Request, at: number): Fields {
  const listed = trailsAt(state, at).filter(({ trail }) =>
    isVisible(state, trail, caller.accountId, trail.homeRegion),
  );
  return {
    Trails: listed.map(({ trail }) => ({
      TrailARN: trail.arn,
      Name: trail.name,
      HomeRegion: trail.homeRegion,
    })),
  };
}

function isSeenFromMember(state: State, { caller }: Request, trail: Trail): boolean {
  return trail.owner !== caller.accountId && !isTrailAdministrator(state, caller.accountId);
}

function refuseMember(state: State, request: Request, trail: Trail): void {
  if (!isSeenFromMember(state, request, trail)) return;
  const { accountId } = request.caller;
  const view = state.organization?.memberView;
  if (view === 'arn-invalid') throw wrongAccount(accountId);
  if (view === 'not-found') throw unknownTrail(trailArn(trail.homeRegion, accountId, trail.name), accountId);
}

function trailStatus(state: State, request: Request, { trail, history }: Found): Fields {
  refuseMember(state, request, trail);
  if (isSeenFromMember(state, request, trail)) return { IsLogging: trail.logging };
  const place = { account: trail.owner, region: request.region, now: request.now };
  const logs = deliveryStatus(state, history, { ...place, channel: 's3' });
  const digest = deliveryStatus(state, history, { ...place, channel: 'digest' });
  const cloudWatch = deliveryStatus(state, history, { ...place, channel: 'cloudWatchLogs' });
  const notification = deliveryStatus(state, history, { ...place, channel: 'notification' });
  return {
    IsLogging: trail.logging,
    LatestDeliveryError: logs.error,
    LatestDeliveryTime: seconds(logs.success),
    LatestNotificationError: notification.error,
    LatestNotificationTime: seconds(notification.success),
    StartLoggingTime: seconds(trail.startedAt),
    StopLoggingTime: seconds(trail.stoppedAt),
    LatestCloudWatchLogsDeliveryError: cloudWatch.error,
    LatestCloudWatchLogsDeliveryTime: seconds(cloudWatch.success),
    LatestDigestDeliveryError: digest.error,
    LatestDigestDeliveryTime: seconds(digest.success),
    LatestDeliveryAttemptTime: text(logs.attempt),
    LatestDeliveryAttemptSucceeded: text(logs.success),
    LatestNotificationAttemptTime: text(notification.attempt),
    LatestNotificationAttemptSucceeded: text(notification.success),
    TimeLoggingStarted: text(trail.startedAt),
    TimeLoggingStopped: text(trail.stoppedAt),
  };
}

function seconds(moment: number | undefined): number | undefined {
  return moment === undefined ? undefined : moment / 1000;
}

/** The status members that AWS has deprecated but still fills: texts, empty when there is no value. */
function text(moment: number | undefined): string {
  return moment === undefined ? '' : `${new Date(moment).toISOString().slice(0, 19)}Z`;
}
