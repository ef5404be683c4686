import type { Context, SQSRecord } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { logger } from '#adapters/lambda/observability.ts';
import { onEvaluations } from '#adapters/lambda/on-evaluations.ts';
import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';
import { home, manyAccounts, noon } from '#test/given/shop.ts';

const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 60_000 } as Context;

beforeAll(() => {
  logger.setLogLevel('SILENT');
});

function event(call: `${string}:${string}`, accountId: string, requestParameters: object, id: string = call) {
  const [source = '', eventName = ''] = call.split(':');
  const time = '2026-11-20T12:00:00Z';
  const detail = {
    eventVersion: '1.08',
    eventTime: time,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    awsRegion: 'us-east-1',
    eventID: id,
    userIdentity: { type: 'IAMUser', accountId, arn: `arn:aws:iam::${accountId}:user/x` },
    requestParameters,
    recipientAccountId: accountId,
  };
  return {
    version: '0',
    id,
    source: `aws.${source}`,
    account: accountId,
    region: 'us-east-1',
    'detail-type': 'AWS API Call via CloudTrail',
    time,
    detail,
  };
}

const stopIn = (account: AccountId) => event('cloudtrail:StopLogging', account, { name: 'main' }, account);

/** What one invocation makes of messages: which accounts it evaluates, and which it hands on. */
async function invoked(
  accounts: readonly AccountId[],
  bodies: readonly unknown[],
  fails: { handingOn?: boolean } = {},
  isWithinShare: (request: EvaluationRequest) => boolean = () => true,
) {
  const evaluated: EvaluationRequest[] = [];
  const handedOn: EvaluationRequest[] = [];
  let [running, most] = [0, 0];
  const plan = planEvaluation({
    issues: { listMemories: async () => [] },
    directory: memoryDirectory(accounts.map((one) => [one, 'one of many'] as const)),
    dependencies: {
      hasDependents: async () => true,
      claimWave: async () => true,
      listDependents: async () =>
        accounts.map((account) => ({
          account,
          homeRegion: home,
          trail: `arn:aws:cloudtrail:eu-west-1:${account}:trail/main` as never,
        })),
    },
    attempts: memoryAttemptLog(),
    inspections: memoryInspections(),
    rolesWithPolicy: async () => ({ kind: 'seen', value: [] }),
    fanOut: async (requests) => void handedOn.push(...requests),
    clock: { now: () => noon },
    enabled: true,
  });
  const handler = onEvaluations({
    plan,
    test: async () => undefined,
    retrySooner: async () => undefined,
    key: requestKey,
    merge: mergeRequests,
    isWithinShare,
    evaluate: async (request) => {
      most = Math.max(most, (running += 1));
      await new Promise((done) => setImmediate(done));
      evaluated.push(request);
      running -= 1;
    },
    handOn: async (requests) => {
      if (fails.handingOn === true) throw new Error('the queue is not there');
      handedOn.push(...requests);
    },
  });
  const attributes = { ApproximateReceiveCount: '1' } as SQSRecord['attributes'];
  const Records = bodies.map(
    (body, index) => ({ messageId: `m-${index}`, body: JSON.stringify(body), attributes }) as SQSRecord,
  );
  const { batchItemFailures } = await handler({ Records }, context);
  return { evaluated, handedOn, most, failed: batchItemFailures.map((one) => one.itemIdentifier) };
}

const everybody = [
  ['UpdatePolicy', event('organizations:UpdatePolicy', manyAccounts(5)[4]!, { policyId: 'p-12345678' })],
  [
    'AttachPolicy to an organizational unit',
    event('organizations:AttachPolicy', manyAccounts(5)[4]!, { policyId: 'p-1', targetId: 'ou-ab12-cd' }),
  ],
  [
    'DisableAWSServiceAccess',
    event('organizations:DisableAWSServiceAccess', manyAccounts(5)[4]!, {
      servicePrincipal: 'cloudtrail.amazonaws.com',
    }),
  ],
  [
    'a policy of a bucket of all trails',
    event('s3:PutBucketPolicy', manyAccounts(5)[4]!, { bucketName: 'logs' }),
  ],
] as const;

describe.each(everybody)('%s', (_, body) => {
  it.each([100, 1000, 5000])(
    'in an organization of %i accounts is evaluated where it happened first',
    async (count) => {
      const accounts = manyAccounts(count);
      const { evaluated, handedOn } = await invoked(accounts, [body]);
      expect(evaluated[0]?.account).toBe(accounts[4]);
      expect(evaluated.length).toBeLessThanOrEqual(10);
      expect(evaluated.length + handedOn.length).toBe(count);
      expect(handedOn.every(({ unhurried, triggers }) => unhurried === true && triggers.length === 1)).toBe(
        true,
      );
    },
  );

  it('is evaluated at once in ten accounts', async () => {
    const { evaluated, handedOn } = await invoked(manyAccounts(10), [body]);
    expect([evaluated.length, handedOn.length]).toEqual([10, 0]);
  });

  it('does not hold up the events of its batch, which share ten evaluations', async () => {
    const accounts = manyAccounts(500);
    const stops = accounts.slice(100, 109).map(stopIn);
    const { evaluated, most } = await invoked(accounts, [body, ...stops]);
    expect(evaluated.map(({ account }) => account).toSorted()).toEqual(
      [accounts[4]!, ...accounts.slice(100, 109)].toSorted(),
    );
    expect(most).toBe(10);
  });

  it('comes back to its queue alone when the others could not be handed on', async () => {
    const accounts = manyAccounts(500);
    const { failed, evaluated } = await invoked(accounts, [body, stopIn(accounts[7]!)], { handingOn: true });
    expect(failed).toEqual(['m-0']);
    expect(evaluated.map(({ account }) => account)).toEqual([accounts[7]]);
  });
});

it('ten messages that each concern ten accounts make ten evaluations', async () => {
  const accounts = manyAccounts(10);
  const calls = accounts.map((_, index) =>
    event('s3:PutBucketPolicy', accounts[index]!, { bucketName: `logs-${index}` }, `e-${index}`),
  );
  const { evaluated, handedOn } = await invoked(accounts, calls);
  expect([evaluated.length, handedOn.length]).toEqual([10, 90]);
});

it('one message for a hundred accounts is handed on to each of them', async () => {
  const accounts = manyAccounts(100);
  const body = { accounts, regions: 'all', why: 'member', triggers: [] };
  const { evaluated, handedOn } = await invoked(accounts, [body]);
  const asked = [...evaluated, ...handedOn].map(({ account }) => account);
  expect([evaluated.length, asked.toSorted()]).toEqual([1, accounts.toSorted()]);
});

describe('an account that has had its share', () => {
  const [noisy, quiet] = [manyAccounts(5)[0]!, manyAccounts(5)[1]!];
  const withinShare = ({ account }: EvaluationRequest) => account !== noisy;

  it('is handed on with all its triggers, and the others are evaluated at once', async () => {
    const calls = ['e-1', 'e-2'].map((id) => event('cloudtrail:StopLogging', noisy, { name: 'main' }, id));
    const { evaluated, handedOn } = await invoked(
      manyAccounts(5),
      [...calls, stopIn(quiet)],
      {},
      withinShare,
    );
    expect(evaluated.map(({ account }) => account)).toEqual([quiet]);
    expect(handedOn.map(({ account, unhurried }) => ({ account, unhurried }))).toEqual([
      { account: noisy, unhurried: true },
    ]);
    expect(handedOn[0]?.triggers.map(({ eventId }) => eventId)).toEqual(['e-1', 'e-2']);
  });

  it('comes back to its queue when it could not be handed on', async () => {
    const { failed } = await invoked(
      manyAccounts(5),
      [stopIn(noisy), stopIn(quiet)],
      { handingOn: true },
      withinShare,
    );
    expect(failed).toEqual(['m-0']);
  });
});
