import type { KnownFinding } from '#domain/findings/rule.ts';
import type { Evidence, FindingKey } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { at } from '#test/given/incidents.ts';
import { trailArn } from '#test/given/looks.ts';

/** A finding about the trail `main` that an earlier look left behind; it began at nine. */
export function known(
  rule: RuleId,
  evidence: Evidence,
  state: KnownFinding['state'] = 'open',
): ReadonlyMap<FindingKey, KnownFinding> {
  return new Map([[findingKey(rule, trailArn('main')), { state, evidence, since: at('09:00:00') }]]);
}
