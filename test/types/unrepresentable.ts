/**
 * What must not compile. Checked by `npm run typecheck`: a line below `@ts-expect-error` that compiles after all is
 * itself an error. Nothing here is ever run.
 */
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { Finding, FindingKey } from '#domain/findings/finding.ts';
import type { allRules } from '#domain/findings/assess/all-rules.ts';
import type { Judgement, Rule } from '#domain/findings/rule.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import type { FindingDraft, TrackedFinding } from '#domain/issues/tracked-finding.ts';

declare const rules: typeof allRules;
declare const stoppedRule: Rule<'logging-stopped'>;
declare const draft: FindingDraft;
declare const status: Sight<TrailStatus>;
declare const account: AccountId;

const { unreadable, ...allButOne } = rules;
export const complete = { unreadable, ...allButOne } satisfies { readonly [Id in RuleId]: Rule<Id> };

// @ts-expect-error -- an id without its rule
export const incomplete = allButOne satisfies { readonly [Id in RuleId]: Rule<Id> };

// @ts-expect-error -- a rule under another id
export const mixedUp: Rule<'no-trail'> = stoppedRule;

// @ts-expect-error -- a rule that says nothing of its causes, its proof or its remedy
export const wordless: Rule<'no-trail'> = {
  id: 'no-trail',
  harm: 'not-recording',
  title: 'There is no trail',
};

// @ts-expect-error -- a finding that stands without a severity and a cause
export const weightless: Judgement = { verdict: 'stands', subject: '-', since: 0 as Instant, evidence: {} };

// @ts-expect-error -- a verdict of its own making
export const perhaps: Judgement = { verdict: 'perhaps', subject: '-' };

// @ts-expect-error -- what is stored belongs to an incident
export const homeless: TrackedFinding = draft;

// @ts-expect-error -- what was not seen has no value
export const unseen: TrailStatus = status.value;

// @ts-expect-error -- only its parser makes an account id
export const anyText: AccountId = '111122223333';

// @ts-expect-error -- nor a Region
export const anyRegion: Region = 'eu-west-1';

// @ts-expect-error -- nor a moment
export const anyNumber: Instant = 0;

// @ts-expect-error -- an account id is no ARN of a trail
export const wrongBrand: TrailArn = account;

// @ts-expect-error -- a text is no key of a finding
export const anyKey: FindingKey = 'no-trail#-';

// @ts-expect-error -- a finding of a rule that does not exist
export const unknownRule: Pick<Finding, 'rule'> = { rule: 'no-such-rule' };
