/** Every rule's id; equal to the name of its file in `rules/`. */
export const ruleIds = [
  'logging-stopped',
  'trail-gone',
  'no-trail',
  'logging-interrupted',
  'management-events-unrecorded',
  'management-events-narrowed',
  'redirected',
  'single-region-only',
  'organization-trail-reduced',
  'trusted-access-off',
  'global-services-off',
  's3-delivery-failing',
  'cloudwatch-delivery-failing',
  'digest-delivery-failing',
  'notification-delivery-failing',
  'delivery-overdue',
  'logs-expire-early',
  'data-store-stopped',
  'validation-off',
  'encryption-removed',
  'logs-unhooked',
  'notifications-unhooked',
  'unreadable',
  'events-not-forwarded',
  'detector-changed',
] as const;

/** One of `ruleIds`. */
export type RuleId = (typeof ruleIds)[number];
