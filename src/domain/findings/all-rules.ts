import type { Rule } from './rule.ts';
import type { RuleId } from './rule-id.ts';
import { cloudwatchDeliveryFailing } from './rules/cloudwatch-delivery-failing.ts';
import { dataStoreNarrowed } from './rules/data-store-narrowed.ts';
import { dataStoreStopped } from './rules/data-store-stopped.ts';
import { deliveryOverdue } from './rules/delivery-overdue.ts';
import { detectorChanged } from './rules/detector-changed.ts';
import { digestDeliveryFailing } from './rules/digest-delivery-failing.ts';
import { encryptionRemoved } from './rules/encryption-removed.ts';
import { eventsNotForwarded } from './rules/events-not-forwarded.ts';
import { globalServicesOff } from './rules/global-services-off.ts';
import { loggingInterrupted } from './rules/logging-interrupted.ts';
import { loggingStopped } from './rules/logging-stopped.ts';
import { logsUnhooked } from './rules/logs-unhooked.ts';
import { bucketForeign } from './rules/bucket-foreign.ts';
import { bucketGone } from './rules/bucket-gone.ts';
import { deliveryWillFail } from './rules/delivery-will-fail.ts';
import { keyDisabled } from './rules/key-disabled.ts';
import { keyForeign } from './rules/key-foreign.ts';
import { keyPendingDeletion } from './rules/key-pending-deletion.ts';
import { versioningSuspended } from './rules/versioning-suspended.ts';
import { logsExpireEarly } from './rules/logs-expire-early.ts';
import { managementEventsNarrowed } from './rules/management-events-narrowed.ts';
import { managementEventsUnrecorded } from './rules/management-events-unrecorded.ts';
import { noTrail } from './rules/no-trail.ts';
import { notificationDeliveryFailing } from './rules/notification-delivery-failing.ts';
import { notificationsUnhooked } from './rules/notifications-unhooked.ts';
import { organizationTrailReduced } from './rules/organization-trail-reduced.ts';
import { redirected } from './rules/redirected.ts';
import { s3DeliveryFailing } from './rules/s3-delivery-failing.ts';
import { singleRegionOnly } from './rules/single-region-only.ts';
import { trailGone } from './rules/trail-gone.ts';
import { trustedAccessOff } from './rules/trusted-access-off.ts';
import { unreadable } from './rules/unreadable.ts';
import { validationOff } from './rules/validation-off.ts';

/** Every rule by its id; an id without a rule does not compile. */
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
  'events-not-forwarded': eventsNotForwarded,
  'detector-changed': detectorChanged,
} as const satisfies { readonly [Id in RuleId]: Rule<Id> };

/** The rule called `id`. */
export function ruleOf(id: RuleId): Rule {
  return allRules[id];
}
