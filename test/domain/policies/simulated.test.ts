import { describe, expect, it } from 'vitest';
import type { DeliveryRequest } from '#domain/policies/delivery-request.ts';
import { bucketRequests } from '#domain/policies/delivery-request.ts';
import { judgeTrailDelivery, nothingArrived } from '#domain/policies/judge-delivery.ts';
import { askPolicy, unknownOperators } from '#simulators/organization/policy.ts';
import { bucketCases } from './cases.ts';
import { policy, single } from './policies.ts';

/** One world in which everything that can be so or so is decided; `pick` decides. */
function context({ sent }: DeliveryRequest, pick: (count: number) => number): Record<string, string> {
  return Object.fromEntries(
    [...sent].flatMap(([key, states]) => {
      const state = states[pick(states.length)];
      return state === undefined ? [] : [[key, typeof state === 'string' ? state : (state[0] ?? '')]];
    }),
  );
}

const regions = ['us-east-1', 'eu-west-1'];

/** The request, or what it consists of; of Regions only some are known, so the request itself stays. */
function partsOf(request: DeliveryRequest): readonly DeliveryRequest[] {
  const narrower = request.narrower?.(regions);
  if (!narrower) return [request];
  return [...(narrower.all ? [] : [request]), ...narrower.requests.flatMap(partsOf)];
}

const decided = Object.values(bucketCases)
  .flat()
  .filter(({ verdict }) => verdict !== 'cannot-tell')
  .filter(({ statements }) => unknownOperators(policy(...statements)).length === 0);

describe('the policy evaluation of the simulated organization, written apart from this one', () => {
  it('is compared on most of the cases', () => {
    expect(decided.length).toBeGreaterThan(60);
  });

  it.each(decided)('agrees that it $verdict: $says', ({ statements, verdict, delivery = single }) => {
    const document = policy(...statements);
    const requests = bucketRequests(delivery).filter(({ needed }) => needed === 'now');
    expect(judgeTrailDelivery(document, requests, nothingArrived).verdict).toBe(verdict);
    for (const pick of [() => 0, (count: number) => count - 1]) {
      const answers = requests.flatMap(partsOf).map((request) =>
        askPolicy(document, {
          principal: { service: 'cloudtrail.amazonaws.com' },
          action: request.action,
          resource: request.resource.replaceAll(/[\0\x01]/g, 'some'),
          context: context(request, pick),
        }),
      );
      expect(answers.every((answer) => answer === 'allowed')).toBe(verdict === 'works');
    }
  });
});
