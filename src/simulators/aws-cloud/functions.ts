import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Activity } from './activity.ts';
import type { Callers } from './callers.ts';
import type { VirtualClock } from './clock.ts';
import { startWorker, type InvocationResult, type Worker } from './function-worker.ts';
import type { Roles } from './roles.ts';
import type { Part, Stack } from './stack.ts';

/** One line a function printed. */
export interface LogLine {
  /** Unique among the lines of all functions. */
  readonly id: string;
  readonly at: number;
  readonly text: string;
}

/** The stack's functions, each in its own processes, addressed by name, ARN or short name (that of the package). */
export interface Functions {
  /** Runs one invocation; waits for a free process when as many as allowed are busy. */
  invoke(name: string, event: unknown): Promise<InvocationResult>;
  /** Starts one process of every function (or of those named), and waits until its module is loaded. */
  warm(...names: string[]): Promise<void>;
  /** Kills one process, also during an invocation. */
  kill(processId: string): void;
  /** The last 2,000 lines that a function printed, oldest first. */
  logs(name: string): readonly LogLine[];
  /** The same by the function's physical name, as its log group has it; undefined when there is no such function. */
  groupOf(physicalName: string): readonly LogLine[] | undefined;
  readonly names: readonly string[];
  stop(): void;
}

/** The stack, packages, environment and limits that functions run with. */
export interface FunctionsOptions {
  readonly stack: Stack;
  /** Holds one directory per function, named by its package. */
  readonly codeDirectory: string;
  readonly clock: VirtualClock;
  readonly activity: Activity;
  readonly callers: Callers;
  readonly roles: Roles;
  /** How many processes of one function may be busy at once. */
  readonly processes?: number | undefined;
  /** By short name, `*` for all. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
}

type FunctionPart = Part<'AWS::Lambda::Function'>;
interface Running {
  readonly part: FunctionPart;
  readonly short: string;
  readonly slots: LimitFunction;
  workers: Worker[];
  idle: Worker[];
  readonly lines: LogLine[];
}

// Concurrent invocations of one function, beyond which further ones wait: four for each of three queues or streams.
const mostProcesses = 12;

/** The short name of a function: its package's, e.g. `evaluate` of `evaluate.zip`. */
export function shortName(part: FunctionPart): string {
  return (part.Code.S3Key.split('/').at(-1) ?? '').replace(/\.zip$/, '');
}

/** The stack's functions, none started yet; throws when a function's role does not trust Lambda. */
export function createFunctions(options: FunctionsOptions): Functions {
  const all = options.stack.of('AWS::Lambda::Function').map((part): Running => {
    if (!options.roles.trusts(part.Role, 'lambda.amazonaws.com'))
      throw new Error(`The role defined for the function ${part.name} cannot be assumed by Lambda`);
    const { processes = mostProcesses } = options;
    const slots = pLimit(Math.max(1, Math.min(part.ReservedConcurrentExecutions ?? processes, processes)));
    return { part, short: shortName(part), slots, workers: [], idle: [], lines: [] };
  });
  const find = (name: string): Running => {
    const found = all.find(({ part, short }) => [part.name, part.arn, short].includes(name));
    if (!found)
      throw new Error(`no function is called ${name}; there are ${all.map(({ short }) => short).join(', ')}`);
    return found;
  };
  return {
    names: all.map(({ short }) => short),
    invoke: (name, event) => {
      const running = find(name);
      return options.activity.track(running.slots(() => invoke(running, event, options)));
    },
    warm: async (...names) => {
      const wanted = names.length === 0 ? all : names.map(find);
      await Promise.all(
        wanted.map((running) => (running.idle[0] ?? release(running, start(running, options))).ready),
      );
    },
    kill: (processId) =>
      all
        .flatMap(({ workers }) => workers)
        .find((worker) => worker.processId === processId)
        ?.kill(),
    logs: (name) => find(name).lines,
    groupOf: (physicalName) => all.find(({ part }) => part.name === physicalName)?.lines,
    stop: () => all.flatMap(({ workers }) => workers).forEach((worker) => worker.kill()),
  };
}

function release(running: Running, worker: Worker): Worker {
  running.idle.push(worker);
  return worker;
}

async function invoke(
  running: Running,
  event: unknown,
  options: FunctionsOptions,
): Promise<InvocationResult> {
  running.idle = running.idle.filter(({ alive }) => alive);
  const worker = running.idle.pop() ?? start(running, options);
  const { part } = running;
  const result = await worker.invoke(event, {
    functionName: part.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: part.arn,
    memoryLimitInMB: String(part.MemorySize),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${part.name}`,
    logStreamName: worker.processId,
  });
  if (!result.ok) print(running, options, `${result.error.errorType}: ${result.error.errorMessage}`);
  if (worker.alive) release(running, worker);
  return result;
}

function print({ lines }: Running, { clock }: FunctionsOptions, text: string): void {
  lines.push({ id: randomUUID(), at: clock.now(), text });
  if (lines.length > 2000) lines.shift();
}

function start(running: Running, options: FunctionsOptions): Worker {
  const { part, short } = running;
  const { accountId, region, endpoint } = options.stack.place;
  const processId = `p${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const accessKeyId = `LOCAL${processId.toUpperCase()}`;
  const session = `arn:aws:sts::${accountId}:assumed-role/${part.Role.split('/').at(-1) ?? ''}/${part.name}`;
  const principal = { accountId, arn: session, roleArn: part.Role };
  options.callers.add(accessKeyId, { principal, isRoot: false, functionName: short, processId });
  const codeDirectory = join(options.codeDirectory, short);
  const worker = startWorker({
    processId,
    codeDirectory,
    handler: part.Handler,
    clock: options.clock,
    timeout: part.Timeout,
    print: (line) => print(running, options, line),
    env: {
      ...part.Environment?.Variables,
      ...options.environment?.['*'],
      ...options.environment?.[short],
      TZ: ':UTC',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: endpoint,
      // Part of the user agent of every call (Powertools appends to it), so that calls with a member role's key can be
      // attributed to this process.
      AWS_SDK_UA_APP_ID: processId,
      AWS_LAMBDA_FUNCTION_NAME: part.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(part.MemorySize),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${part.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: processId,
      AWS_EXECUTION_ENV: `AWS_Lambda_${part.Runtime}`,
      LAMBDA_TASK_ROOT: codeDirectory,
      _HANDLER: part.Handler,
    },
  });
  running.workers = [...running.workers.filter(({ alive }) => alive), worker];
  return worker;
}
