import * as fc from 'fast-check';
import type { Evidence, Harm } from '#domain/findings/finding.ts';
import { causeKey, findingKey, severities } from '#domain/findings/finding.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { issueStatus } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { instant } from '#domain/values/instant.ts';
import { incidentId, region } from './incidents.ts';
import { home, prod, trailArn } from './looks.ts';

const harms: readonly Harm[] = ['not-recording', 'recording-less', 'undeliverable', 'unreadable'];
/** From 1970 to 2096, in milliseconds: what ISO 8601 with four digits of the year can hold. */
const moment = fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instant);
/** Any text, attackers' texts included; halves of surrogate pairs cannot be stored and are cut off before. */
const text = fc.string({ unit: 'binary', maxLength: 20 }).map((one) => one.toWellFormed());
const severity = fc.constantFrom(...severities);
const id = fc.stringMatching(/^[a-z0-9-]{1,12}$/).map(incidentId);
const subject = fc.constantFrom(trailArn('main'), trailArn('spare'), '-' as const);
const some = { requiredKeys: [] as [] };

const evidence: fc.Arbitrary<Evidence> = fc.record(
  {
    trailName: text,
    homeRegion: fc.constant(home),
    multiRegion: fc.boolean(),
    organization: fc.boolean(),
    recorded: fc.constantFrom('All', 'ReadOnly', 'WriteOnly', 'None'),
    stoppedAt: moment,
    startedAt: moment,
    error: text,
    resource: text,
    deliveredAt: moment,
    coveredBy: fc.array(fc.constantFrom(trailArn('main'), trailArn('spare'))),
    secondHand: fc.boolean(),
  },
  some,
);

/** Any finding as it may be stored. */
export const anyFinding: fc.Arbitrary<TrackedFinding> = fc
  .tuple(
    fc.record({
      rule: fc.constantFrom(...ruleIds),
      subject,
      harm: fc.constantFrom(...harms),
      severity,
      weakening: fc.boolean(),
      cause: text.map((about) => causeKey('not-recording', about)),
      since: moment,
      evidence,
      state: fc.constantFrom('open', 'whitelisted', 'resolved'),
      incident: id,
      openedAt: moment,
      seenAt: moment,
      peak: severity,
      harmful: fc.boolean(),
    }),
    fc.record(
      {
        until: moment,
        returnsFrom: id,
        healthyAt: moment,
        resolvedAt: moment,
        causedBy: text,
        exemptSince: moment,
        exemptBecause: text,
        closed: fc.record({
          at: moment,
          because: fc.constantFrom('healthy', 'account-left', 'region-disabled'),
        }),
      },
      some,
    ),
  )
  .map(([always, sometimes]) => ({ ...always, ...sometimes }));

/** Any issue as the evaluator writes it. */
export const anyIssue: fc.Arbitrary<Issue> = fc
  .record({
    region: fc.constantFrom(home, region('us-east-1')),
    version: fc.integer({ min: 1, max: 1_000_000 }),
    disabled: fc.boolean(),
    closed: fc.boolean(),
    timestamps: fc.record(
      { identified: moment, updated: moment, remediated: moment, resolved: moment, closed: moment },
      { requiredKeys: ['identified', 'updated'] },
    ),
    findings: fc.array(anyFinding, { maxLength: 4 }),
  })
  .map(({ findings, closed, ...rest }) => ({
    ...rest,
    account: prod,
    status: closed ? 'closed' : issueStatus(findings),
    findings: new Map(findings.map((finding) => [findingKey(finding.rule, finding.subject), finding])),
  }));
