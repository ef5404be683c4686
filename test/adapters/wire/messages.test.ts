import { describe, expect, it } from 'vitest';
import { readInspectionRequest } from '#adapters/wire/read-inspection-request.ts';
import { readPendingReport, readRequests } from '#adapters/wire/read-request.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import type { EvaluationRequest, PendingReport } from '#ports/follow-ups.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import { home, noon, shop, shopTrail } from '#test/given/shop.ts';

type Whole<Value> = { readonly [Member in keyof Value]-?: Exclude<Value[Member], undefined> };

const trigger: Whole<Trigger> = {
  eventId: 'e-1',
  sameAs: 'e-1',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  at: noon,
  accountId: shop,
  region: home,
  actor: { kind: 'iam-user', person: 'mallory', mfa: false, tool: 'AWS CLI' },
  outcome: { kind: 'failed', code: 'AccessDenied', message: 'no' },
  effect: 'harm',
  trail: { kind: 'arn', arn: shopTrail },
  dependsOn: { kind: 'bucket', id: 'logs' },
  parametersMissing: true,
  requested: { isMultiRegionTrail: false },
};
const triggers = [trigger];

const evaluation: Whole<Omit<EvaluationRequest, 'repeated' | 'unexplained'>> = {
  account: shop,
  regions: [home],
  why: 'look-again',
  triggers,
  lookedAgain: 2,
  sweep: '2026-11-20T00:00:00.000Z',
  baseline: true,
  inspected: 'changed',
  unhurried: true,
  refusedSince: noon,
};
const report: Whole<PendingReport> = {
  incident: parseIncidentId('i-1')!,
  destination: 'slack|#cloudtrail',
  attempts: 3,
  firstFailureAt: noon,
  due: noon,
  notBefore: noon,
  note: [{ account: shop, region: home }],
  why: 'the channel is archived',
};
const inspection: Whole<InspectionRequest> = {
  destination: { kind: 'bucket', id: 'logs' },
  triggers,
  again: 1,
  knew: noon,
  asker: { account: shop, region: home, baseline: true },
};
const lake: Whole<LakeRequest> = {
  lake: shop,
  regions: [{ region: home, knew: noon }],
  triggers,
  again: 1,
  baseline: true,
};

describe('a message that is written is read, with every member it can have', () => {
  it.each([
    ['an evaluation request', evaluation, (body: unknown) => readRequests(body)?.[0]],
    ['a pending report', report, readPendingReport],
    ['an inspection request', inspection, readInspectionRequest],
    ['a request to look at CloudTrail Lake', lake, readInspectionRequest],
  ] as const)('%s', (_name, message, read) => {
    expect(read(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });
});
