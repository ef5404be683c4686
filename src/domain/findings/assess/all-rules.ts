import type { Rule } from '#domain/findings/rule.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { accessLost } from '#domain/findings/rules/access-lost.ts';
import { cloudwatchDeliveryFailing } from '#domain/findings/rules/cloudwatch-delivery-failing.ts';
import { dataStoreNarrowed } from '#domain/findings/rules/data-store-narrowed.ts';
import { dataStoreStopped } from '#domain/findings/rules/data-store-stopped.ts';
import { deliveryOverdue } from '#domain/findings/rules/delivery-overdue.ts';
import { detectorChanged } from '#domain/findings/rules/detector-changed.ts';
import { digestDeliveryFailing } from '#domain/findings/rules/digest-delivery-failing.ts';
import { encryptionRemoved } from '#domain/findings/rules/encryption-removed.ts';
import { eventsNotForwarded } from '#domain/findings/rules/events-not-forwarded.ts';
import { globalServicesOff } from '#domain/findings/rules/global-services-off.ts';
import { loggingInterrupted } from '#domain/findings/rules/logging-interrupted.ts';
import { loggingStopped } from '#domain/findings/rules/logging-stopped.ts';
import { logsUnhooked } from '#domain/findings/rules/logs-unhooked.ts';
import { bucketForeign } from '#domain/findings/rules/bucket-foreign.ts';
import { bucketGone } from '#domain/findings/rules/bucket-gone.ts';
import { deliveryWillFail } from '#domain/findings/rules/delivery-will-fail.ts';
import { keyDisabled } from '#domain/findings/rules/key-disabled.ts';
import { keyForeign } from '#domain/findings/rules/key-foreign.ts';
import { keyPendingDeletion } from '#domain/findings/rules/key-pending-deletion.ts';
import { versioningSuspended } from '#domain/findings/rules/versioning-suspended.ts';
import { logsExpireEarly } from '#domain/findings/rules/logs-expire-early.ts';
import { managementEventsNarrowed } from '#domain/findings/rules/management-events-narrowed.ts';
import { managementEventsUnrecorded } from '#domain/findings/rules/management-events-unrecorded.ts';
import { noTrail } from '#domain/findings/rules/no-trail.ts';
import { notificationDeliveryFailing } from '#domain/findings/rules/notification-delivery-failing.ts';
import { notificationsUnhooked } from '#domain/findings/rules/notifications-unhooked.ts';
import { organizationTrailReduced } from '#domain/findings/rules/organization-trail-reduced.ts';
import { redirected } from '#domain/findings/rules/redirected.ts';
import { s3DeliveryFailing } from '#domain/findings/rules/s3-delivery-failing.ts';
import { singleRegionOnly } from '#domain/findings/rules/single-region-only.ts';
import { trailGone } from '#domain/findings/rules/trail-gone.ts';
import { trustedAccessOff } from '#domain/findings/rules/trusted-access-off.ts';
import { unreadable } from '#domain/findings/rules/unreadable.ts';
import { validationOff } from '#domain/findings/rules/validation-off.ts';

/** All rules by id; an id without a rule is a type error. */
export const allRules = {
  'logging-stopped': loggingStopped,
  'trail-gone': trailGone,
  'no-trail': noTrail,
  'logging-interrupted': loggingInterrupted,
  'management-events-unrecorded': managementEventsUnrecorded,
  'management-events-narrowed': managementEventsNarrowed,
  redirected,
  'single-region-only': singleRegionOnly,
  'organization-trail-reduced': organizationTrailReduced,
  'trusted-access-off': trustedAccessOff,
  'global-services-off': globalServicesOff,
  'bucket-gone': bucketGone,
  'bucket-foreign': bucketForeign,
  'key-pending-deletion': keyPendingDeletion,
  'key-disabled': keyDisabled,
  's3-delivery-failing': s3DeliveryFailing,
  'delivery-will-fail': deliveryWillFail,
  'cloudwatch-delivery-failing': cloudwatchDeliveryFailing,
  'digest-delivery-failing': digestDeliveryFailing,
  'notification-delivery-failing': notificationDeliveryFailing,
  'delivery-overdue': deliveryOverdue,
  'logs-expire-early': logsExpireEarly,
  'data-store-stopped': dataStoreStopped,
  'data-store-narrowed': dataStoreNarrowed,
  'key-foreign': keyForeign,
  'versioning-suspended': versioningSuspended,
  'validation-off': validationOff,
  'encryption-removed': encryptionRemoved,
  'logs-unhooked': logsUnhooked,
  'notifications-unhooked': notificationsUnhooked,
  unreadable,
  'access-lost': accessLost,
  'events-not-forwarded': eventsNotForwarded,
  'detector-changed': detectorChanged,
} as const satisfies { readonly [Id in RuleId]: Rule<Id> };

/** The rule called `id`. */
export function ruleOf(id: RuleId): Rule {
  return allRules[id];
}
