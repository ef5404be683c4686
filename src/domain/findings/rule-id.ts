/** Every rule's id; equal to the name of its file in `rules/`. */
export const ruleIds = [
  'logging-stopped',
  'trail-gone',
  'no-trail',
  'logging-interrupted',
  's3-delivery-failing',
  'cloudwatch-delivery-failing',
  'unreadable',
] as const;

/** One of `ruleIds`. */
export type RuleId = (typeof ruleIds)[number];
