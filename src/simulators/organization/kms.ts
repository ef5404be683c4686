import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { parametersOf } from './parameters.ts';
import { answerJson, decodeJson, refuseJson } from './protocol-json.ts';
import type { Operation, Request, Service } from './service.ts';
import { lowerCamel } from './service.ts';
import { jsonObject } from './s3-events.ts';
import type { Fields, Key, State } from './state.ts';

const Named = z.object({ KeyId: z.string() });
const WithPolicy = Named.extend({ Policy: z.string() });
const Scheduled = Named.extend({ PendingWindowInDays: z.int().min(7).max(30).nullish() });
const day = 24 * 3600 * 1000;

/** KMS over AWS JSON 1.1, limited to what affects encryption by CloudTrail; `changed` receives changed key ARNs. */
export function kms(state: State, changed: (keyArn: string) => void): Service {
  return {
    name: 'kms',
    codes: {
      denied: 'AccessDeniedException',
      deniedInEvents: 'AccessDeniedException',
      throttled: 'ThrottlingException',
    },
    operations: operations(state, changed),
    decode: decodeJson,
    answer: (_operation, result, requestId) => answerJson(result, requestId),
    refuse: (error, requestId) => refuseJson(error, requestId),
    permission: (operation, request) => ({ action: `kms:${operation}`, resource: keyArnOf(request) }),
    shape: (operation, request) => {
      const ARN = keyArnOf(request);
      const accountId = ARN.split(':')[4] ?? request.caller.accountId;
      return {
        eventName: operation,
        region: request.region,
        requestParameters: lowerCamel(request.parameters),
        more: { resources: [{ accountId, type: 'AWS::KMS::Key', ARN }] },
      };
    },
    response: recordedResponse,
  };
}

type Change = (key: Key, request: Request) => { readonly next: Key; readonly result?: Fields };

function operations(state: State, changed: (keyArn: string) => void): Readonly<Record<string, Operation>> {
  const change = (run: Change): Operation => ({
    access: 'write',
    run: (request) => {
      const { next, result = {} } = run(keyOf(state, request), request);
      state.keys.get(next.arn)?.write(request.now, next);
      changed(next.arn);
      return result;
    },
  });
  const changes = Object.entries(writes).map(([name, run]) => [name, change(run)] as const);
  return { ...reads(state), ...Object.fromEntries(changes) };
}

function reads(state: State): Readonly<Record<string, Operation>> {
  return {
    DescribeKey: {
      access: 'read',
      run: (request) => ({ KeyMetadata: metadata(keyOf(state, request)) }),
    },
    GetKeyPolicy: {
      access: 'read',
      run: (request) => ({
        Policy: JSON.stringify(keyOf(state, request).policy ?? {}),
        PolicyName: 'default',
      }),
    },
  };
}

const writes: Readonly<Record<string, Change>> = {
  PutKeyPolicy: (key, request) => {
    const policy = jsonObject(parametersOf(request, WithPolicy).Policy);
    if (policy) return { next: { ...key, policy } };
    throw new AwsError('MalformedPolicyDocumentException', 'The new key policy is no JSON object.');
  },
  DisableKey: (key) => ({ next: { ...usable(key), state: 'Disabled' } }),
  EnableKey: (key) => ({ next: { ...usable(key), state: 'Enabled' } }),
  DeleteImportedKeyMaterial: (key) => ({ next: { ...usable(key), state: 'PendingImport' } }),
  ImportKeyMaterial: (key) => {
    if (key.state !== 'PendingImport') throw invalidState(`${key.arn} is not pending import.`);
    return { next: { ...key, state: 'Enabled' } };
  },
  ScheduleKeyDeletion: (key, request) => {
    const { PendingWindowInDays } = parametersOf(request, Scheduled);
    const PendingWindow = PendingWindowInDays ?? 30;
    const DeletionDate = (request.now + PendingWindow * day) / 1000;
    const result = {
      KeyId: key.arn,
      KeyState: 'PendingDeletion',
      DeletionDate,
      PendingWindowInDays: PendingWindow,
    };
    const deletionAt = DeletionDate * 1000;
    return { next: { ...usable(key), state: 'PendingDeletion', deletionAt }, result };
  },
  CancelKeyDeletion: (key) => {
    if (key.state !== 'PendingDeletion') throw invalidState(`${key.arn} is not pending deletion.`);
    return {
      next: { ...key, state: 'Disabled', deletionAt: undefined },
      result: { KeyId: key.arn },
    };
  },
};

function keyArnOf({ parameters, caller, region }: Request): string {
  const id = String(parameters['KeyId']);
  return id.startsWith('arn:') ? id : `arn:aws:kms:${region}:${caller.accountId}:key/${id}`;
}

function keyOf(state: State, request: Request): Key {
  parametersOf(request, Named);
  const arn = keyArnOf(request);
  const key = state.keys.get(arn)?.latest();
  if (key && arn.split(':')[3] === request.region && arn.split(':')[4] === request.caller.accountId)
    return key;
  if (key && arn.split(':')[4] !== request.caller.accountId)
    throw new AwsError(
      'AccessDeniedException',
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
}

function usable(key: Key): Key {
  if (key.state === 'PendingDeletion') throw invalidState(`${key.arn} is pending deletion.`);
  return key;
}

function invalidState(message: string): AwsError {
  return new AwsError('KMSInvalidStateException', message);
}

function metadata({ arn, state, deletionAt }: Key): Fields {
  const [, , , , AWSAccountId, resource = ''] = arn.split(':');
  const Enabled = state === 'Enabled';
  return {
    AWSAccountId,
    KeyId: resource.slice('key/'.length),
    Arn: arn,
    Enabled,
    KeyState: state,
    ...(deletionAt !== undefined && { DeletionDate: deletionAt / 1000 }),
    KeyManager: 'CUSTOMER',
  };
}

/** KMS records moments as text such as `Apr 12, 2021, 6:58:30 PM`. */
function recordedResponse(result: Fields): Fields | null {
  const { DeletionDate } = result;
  if (typeof DeletionDate !== 'number') return lowerCamel(result);
  const format = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return lowerCamel({
    ...result,
    DeletionDate: new Date(DeletionDate * 1000).toLocaleString('en-US', format),
  });
}
