import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import * as z from 'zod';

import type { AwsError } from './aws-error.ts';
import { notAuthorized } from './aws-error.ts';
import type { CredentialDesk } from './credentials.ts';
import type { Caller } from './identities.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request, Service } from './service.ts';
import type { Fields, State } from './state.ts';
import { globalRegion } from './state.ts';
import { element } from './xml.ts';

const Assumed = z.object({
  RoleArn: z.string(),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: z.coerce.number().optional(),
});

/** STS over the query protocol: the read role of every account can be assumed with any valid credentials. */
export function sts(options: {
  readonly state: State;
  readonly desk: CredentialDesk;
  readonly readRoleName: string;
  /** Whether the account's read role cannot be assumed at present. */
  readonly isRoleMissing: (accountId: string, caller: Caller) => boolean;
}): Service {
  const operations: Readonly<Record<string, Operation>> = {
    AssumeRole: { access: 'read', run: (request) => assumeRole(request, options) },
    GetCallerIdentity: {
      access: 'read',
      run: ({ caller }) => ({
        Arn: caller.arn,
        UserId: caller.userIdentity['principalId'],
        Account: caller.accountId,
      }),
    },
  };
  return {
    name: 'sts',
    codes: { denied: 'AccessDenied', deniedInEvents: 'AccessDenied', throttled: 'Throttling' },
    operations,
    decode,
    answer,
    refuse,
    // Never called, because no write operation is supported here.
    shape: (operation) => ({ eventName: operation, region: globalRegion, requestParameters: null }),
    response: () => null,
  };
}

function assumeRole(request: Request, options: Parameters<typeof sts>[0]): Fields {
  const { RoleArn, RoleSessionName, DurationSeconds = 3600 } = parametersOf(request, Assumed);
  const [, accountId = '', role = ''] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(RoleArn) ?? [];
  const account = options.state.accounts.get(accountId);
  const isThere =
    account?.state === 'ACTIVE' && account.readRole && !options.isRoleMissing(accountId, request.caller);
  if (!isThere || role !== options.readRoleName) {
    const { arn: principal } = request.caller;
    throw notAuthorized({
      code: 'AccessDenied',
      principal,
      action: 'sts:AssumeRole',
      resource: RoleArn,
      why: '',
    });
  }
  const expires = request.now + DurationSeconds * 1000;
  const identity = { kind: 'role', role, session: RoleSessionName, sessionStarted: request.now } as const;
  const credentials = options.desk.assume(accountId, identity, expires);
  const caller = options.desk.identify({ ...request.call, accessKeyId: credentials.accessKeyId });
  return {
    AssumedRoleUser: { AssumedRoleId: caller.userIdentity['principalId'], Arn: caller.arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expires).toISOString(),
    },
  };
}

function decode(call: AwsCall): { readonly operation: string; readonly parameters: Fields } | undefined {
  const parameters = Object.fromEntries(new URLSearchParams(call.body.toString('utf8')));
  const { Action: operation } = parameters;
  return operation ? { operation, parameters } : undefined;
}

const namespace = ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

function answer(operation: string, result: Fields, requestId: string): AwsAnswer {
  const content = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xml(200, element(`${operation}Response`, content, namespace), requestId);
}

function refuse({ code, message, status }: AwsError, requestId: string): AwsAnswer {
  const content = { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: requestId };
  return xml(status, element('ErrorResponse', content, namespace), requestId);
}

function xml(status: number, body: string, requestId: string): AwsAnswer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
