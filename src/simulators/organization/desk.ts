import { randomUUID } from 'node:crypto';

import type { AwsAnswer, AwsCall, Clock } from '#simulators/wire.ts';

import { AwsError } from './aws-error.ts';
import type { CredentialDesk } from './credentials.ts';
import type { EventDesk } from './events.ts';
import type { Doorman } from './doorman.ts';
import { permissionOf } from './doorman.ts';
import type { Operation, Request, Service } from './service.ts';
import type { Fields } from './state.ts';

/** One answered call, recorded for tests that count calls. */
export interface CallLogEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly accountId: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly principalArn: string;
  /** The permission that it required. */
  readonly action: string;
  readonly resource: string;
  readonly errorCode?: string;
}

interface DeskOptions {
  readonly services: readonly Service[];
  readonly clock: Clock;
  readonly credentials: CredentialDesk;
  readonly events: EventDesk;
  readonly admit: Doorman;
  /** Receives a line for every request that is not simulated. */
  readonly unknownOperations: string[];
}

/** Handles every call: identifies the caller, checks permissions, runs the operation and records its events. */
export function answerDesk(options: DeskOptions): {
  readonly answer: (call: AwsCall) => AwsAnswer;
  readonly calls: readonly CallLogEntry[];
} {
  const services = new Map(options.services.map((service) => [service.name, service]));
  const calls: CallLogEntry[] = [];
  return {
    calls,
    answer: (call) => {
      const service = services.get(call.service);
      if (!service) throw new Error(`the simulated organization does not answer for ${call.service}`);
      const requestId = randomUUID();
      const decoded = service.decode(call);
      const name = decoded?.operation ?? `${call.method} ${call.path}`;
      const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
      const log = (request: Request, errorCode?: string): unknown =>
        calls.push(entry(service, name, request, errorCode));
      if (!decoded || !operation) {
        options.unknownOperations.push(`${call.service}:${name}`);
        const message = `The local cloud does not know ${call.service}:${name}.`;
        return service.refuse(new AwsError('UnknownOperationException', message), requestId, call);
      }
      try {
        const caller = options.credentials.identify(call);
        const request = {
          call,
          caller,
          region: call.region,
          now: options.clock.now(),
          parameters: decoded.parameters,
        };
        const result = perform(options, { service, name, operation, request, requestId, log });
        return service.answer(name, result, requestId);
      } catch (error) {
        if (error instanceof AwsError) return service.refuse(error, requestId, call);
        throw error;
      }
    },
  };
}

interface Work {
  readonly service: Service;
  readonly name: string;
  readonly operation: Operation;
  readonly request: Request;
  readonly requestId: string;
  readonly log: (request: Request, errorCode?: string) => unknown;
}

function perform(options: DeskOptions, work: Work): Fields {
  const { service, name, operation, request } = work;
  const tell = operation.access === 'write' ? witness(options.events, work) : undefined;
  try {
    options.admit(service, name, request);
    const result = operation.run(request);
    work.log(request);
    tell?.(service.response(result));
    return result;
  } catch (error) {
    if (error instanceof AwsError) {
      work.log(request, error.code);
      tell?.(null, error);
    }
    throw error;
  }
}

/** Determines the recording trails before the call changes the state; the returned function sends the events. */
function witness(events: EventDesk, work: Work): (responseElements: Fields | null, error?: AwsError) => void {
  const { service, name, request, requestId } = work;
  const { caller, call } = request;
  const owner = service.owner?.(request);
  const shape = service.shape(name, request);
  const accounts = owner === undefined ? [caller.accountId] : [caller.accountId, owner];
  const send = events.prepare(service.name, shape.region, accounts);
  return (responseElements, error) => {
    // AWS records no event for a call without a valid token, because it has no identity.
    if (error?.code === 'UnrecognizedClientException') return;
    const isDenied = error?.code.startsWith('AccessDenied') === true;
    send({
      ...shape,
      call,
      caller,
      requestId,
      source: service.name,
      requestParameters: isDenied ? null : shape.requestParameters,
      responseElements,
      error: error && { code: isDenied ? service.codes.deniedInEvents : error.code, message: error.message },
      // The owner of a resource gets an event only for a successful call.
      owner: error ? undefined : owner,
    });
  };
}

function entry(
  service: Service,
  operation: string,
  request: Request,
  errorCode: string | undefined,
): CallLogEntry {
  const { caller, region, now } = request;
  return {
    at: now,
    accountId: caller.accountId,
    region,
    service: service.name,
    operation,
    principalArn: caller.arn,
    ...permissionOf(service, operation, request),
    ...(errorCode !== undefined && { errorCode }),
  };
}
