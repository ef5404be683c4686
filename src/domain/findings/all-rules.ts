import type { Rule } from './rule.ts';
import type { RuleId } from './rule-id.ts';
import { cloudwatchDeliveryFailing } from './rules/cloudwatch-delivery-failing.ts';
import { loggingInterrupted } from './rules/logging-interrupted.ts';
import { loggingStopped } from './rules/logging-stopped.ts';
import { noTrail } from './rules/no-trail.ts';
import { s3DeliveryFailing } from './rules/s3-delivery-failing.ts';
import { trailGone } from './rules/trail-gone.ts';
import { unreadable } from './rules/unreadable.ts';

/** Every rule by its id; an id without a rule does not compile. */
export const allRules = {
  'logging-stopped': loggingStopped,
  'trail-gone': trailGone,
  'no-trail': noTrail,
  'logging-interrupted': loggingInterrupted,
  's3-delivery-failing': s3DeliveryFailing,
  'cloudwatch-delivery-failing': cloudwatchDeliveryFailing,
  unreadable,
} as const satisfies { readonly [Id in RuleId]: Rule<Id> };

/** The rule called `id`. */
export function ruleOf(id: RuleId): Rule {
  return allRules[id];
}
