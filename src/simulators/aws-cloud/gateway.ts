import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsAnswer, AwsCall, Clock } from '#simulators/wire.ts';
import type { Activity } from './activity.ts';
import { accessDenied, faultAnswer, throttled } from './answers.ts';
import type { Caller, Callers } from './callers.ts';
import { demandsOf, type CallPlace, type Demand } from './operations.ts';
import { operationOf } from './requests.ts';
import { refusal, type Roles } from './roles.ts';

/** One answered AWS call; recorded for every call of every function. */
export interface CallRecord {
  /** On the local cloud's clock. */
  readonly at: number;
  readonly functionName?: string | undefined;
  readonly processId?: string | undefined;
  readonly principalArn: string;
  readonly service: string;
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  /** Every permission it needs; the first of them is `action` on `resource`. */
  readonly demands?: readonly Demand[] | undefined;
  readonly region: string;
  /** Real milliseconds. */
  ms: number;
  /** HTTP status; 0 while unanswered or when a fault dropped the answer. */
  status: number;
  /** The reason when the gateway itself refused the call. */
  refused?: string | undefined;
}

/** A fault for one call: `lose-answer` closes the connection, `hold-answer` is silent until the client times out. */
export type FaultChoice =
  'pass' | 'kill-caller' | 'lose-answer' | 'hold-answer' | { readonly throttle: true };
/** Called before a call takes effect, and again after it did and before the answer is sent. */
export type Fault = (call: CallRecord, phase: 'before' | 'after') => FaultChoice;

/** The services and registers behind the gateway. */
export interface GatewayParts {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly callers: Callers;
  readonly place: CallPlace;
  readonly calls: CallRecord[];
  readonly fault?: Fault | undefined;
  /** Set before the first call, but after the gateway listens: resolving the template requires the gateway's port. */
  roles(): Roles;
  answer(call: AwsCall, caller: Caller | undefined): Promise<AwsAnswer>;
  kill(processId: string): void;
}

/** The single AWS endpoint of all function processes. */
export interface Gateway {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the gateway on 127.0.0.1 at a free port. Signatures identify the caller; they are not verified. */
export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const server = createServer((request, response) => {
    const end = parts.activity.begin();
    response.on('close', end);
    handle(parts, request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ __type: 'InternalFailure', message: String(error) }));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function handle(
  parts: GatewayParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(request);
  const caller = callerOf(call, parts.callers);
  const record = begin(parts, call, caller);
  const started = performance.now();
  const choice = parts.fault?.(record, 'before') ?? 'pass';
  const answer = choice === 'pass' ? await authorized(parts, { call, caller, record }) : undefined;
  const after = answer ? (parts.fault?.(record, 'after') ?? 'pass') : choice;
  record.ms = Math.round(performance.now() - started);
  if (after === 'kill-caller') {
    if (record.processId !== undefined) parts.kill(record.processId);
    response.destroy();
  } else if (after === 'lose-answer') response.destroy();
  else if (after !== 'hold-answer') {
    const final = after === 'pass' && answer ? answer : throttled(call);
    record.status = final.status;
    const length = String(Buffer.byteLength(final.body));
    response.writeHead(final.status, {
      ...final.headers,
      date: new Date(parts.clock.now()).toUTCString(),
      'content-length': length,
    });
    response.end(final.body);
  }
}

interface Asked {
  readonly call: AwsCall;
  readonly caller: Caller | undefined;
  readonly record: CallRecord;
}

async function authorized(parts: GatewayParts, { call, caller, record }: Asked): Promise<AwsAnswer> {
  const ownRole = caller?.isRoot === false && caller.principal.roleArn;
  if (typeof ownRole === 'string') {
    const demands = demandsOf(call, parts.place);
    if (!demands) {
      record.refused = `the local cloud does not know ${call.service}:${record.operation}`;
      return faultAnswer(call, { status: 400, code: 'UnknownOperationException', message: record.refused });
    }
    for (const demand of demands) {
      const verdict = parts.roles().ask(ownRole, demand);
      if (verdict === 'allowed') continue;
      record.refused = refusal(caller?.principal.arn ?? '', demand, verdict);
      return accessDenied(call, record.refused);
    }
  }
  return parts.answer(call, caller);
}

function begin(parts: GatewayParts, call: AwsCall, caller: Caller | undefined): CallRecord {
  const demands = demandsOf(call, parts.place);
  const demand = demands?.[0];
  const operation = operationOf(call);
  const process =
    caller ??
    parts.callers.byProcess(/\bapp\/(p[0-9a-f]{16})/.exec(call.headers['user-agent'] ?? '')?.[1] ?? '');
  const record: CallRecord = {
    at: parts.clock.now(),
    functionName: process?.functionName,
    processId: process?.processId,
    principalArn: caller?.principal.arn ?? `access key ${call.accessKeyId}`,
    service: call.service,
    operation,
    action: demand?.action ?? `${call.service}:${operation}`,
    resource: demand?.resource ?? '*',
    demands,
    region: call.region,
    ms: 0,
    status: 0,
  };
  if (process?.isRoot !== true) parts.calls.push(record);
  return record;
}

function callerOf(call: AwsCall, callers: Callers): Caller | undefined {
  return callers.find(call.accessKeyId);
}

async function readCall(request: IncomingMessage): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers['authorization'] ?? '');
  return {
    accessKeyId: scope?.[1] ?? '',
    region: scope?.[2] ?? '',
    service: scope?.[3] ?? '',
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
  };
}
