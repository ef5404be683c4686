import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import type { VirtualClock } from './clock.ts';
import { startChild } from './child.ts';

/** One invocation as sent to a function process. */
export interface Invocation {
  readonly id: string;
  readonly event: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  /** Real milliseconds until the time-out. */
  readonly remaining: number;
  readonly trace: string;
}

/** Why an invocation failed, in Lambda's words. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** A message from a function process. */
export type Answer =
  | { readonly ready: true }
  | { readonly ready: false; readonly error: InvocationError }
  | { readonly id: string; readonly payload: string }
  | { readonly id: string; readonly error: InvocationError };

/** The result of an invocation; `payload` is the handler's answer after serialization to JSON and back. */
export type InvocationResult =
  { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly error: InvocationError };

/** One warm (or starting) function process. */
export interface Worker {
  readonly processId: string;
  readonly alive: boolean;
  /** Resolves when the module is loaded; never rejects (a failure is reported by the next invocation). */
  readonly ready: Promise<unknown>;
  invoke(event: unknown, context: Readonly<Record<string, unknown>>): Promise<InvocationResult>;
  kill(): void;
}

/** The function, environment and limits that a worker process is started with. */
export interface WorkerOptions {
  readonly processId: string;
  readonly codeDirectory: string;
  readonly handler: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: VirtualClock;
  /** In real seconds. */
  readonly timeout: number;
  print(line: string): void;
}

// In AWS every function has a processor of its own. Here functions run at a lower priority than the processes that all
// of them call (above all the database); otherwise, under load, every call would wait for a processor.
const behindWhatTheyAsk = 10;

/** Starts a function process. */
export function startWorker(options: WorkerOptions): Worker {
  const child = startChild({
    module: new URL('./function-process.ts', import.meta.url).href,
    args: [options.codeDirectory, options.handler],
    env: options.env,
    clock: options.clock,
    cwd: options.codeDirectory,
  });
  if (child.pid !== undefined) setPriority(child.pid, behindWhatTheyAsk);
  for (const stream of [child.stdout, child.stderr]) readLines(stream, options.print);
  let alive = true;
  const ended = new Promise<InvocationError>((resolve) => {
    child.once('exit', (code, signal) => {
      alive = false;
      const how =
        signal === null ? `exit status ${code ?? 0}` : `signal: ${signal === 'SIGKILL' ? 'killed' : signal}`;
      resolve({ errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited with error: ${how}` });
    });
  });
  const ready = Promise.race([loaded(child), ended]);
  return {
    processId: options.processId,
    get alive() {
      return alive && !child.killed;
    },
    ready,
    kill: () => void child.kill('SIGKILL'),
    invoke: async (event, context) => {
      const failure = await ready;
      if (failure) return { ok: false, error: failure };
      return run(child, { event, context, ended, timeout: options.timeout });
    },
  };
}

interface Running {
  readonly event: unknown;
  readonly context: Readonly<Record<string, unknown>>;
  readonly ended: Promise<InvocationError>;
  readonly timeout: number;
}

async function run(
  child: ChildProcess,
  { event, context, ended, timeout }: Running,
): Promise<InvocationResult> {
  const id = randomUUID();
  const trace = `Root=1-00000000-${id.replaceAll('-', '').slice(0, 24)};Parent=${id.slice(0, 8)}00000000;Sampled=0`;
  const answered = answerTo(child, id);
  const late = lateness(child, timeout);
  const invocation: Invocation = { id, event, context, remaining: timeout * 1000, trace };
  // That the process has just ended is reported through `ended`.
  if (child.connected) child.send({ invocation }, () => undefined);
  const crashed = ended.then((error) => ({ ok: false, error }) as const);
  const result = await Promise.race([answered.result, late.result, crashed]);
  late.cancel();
  answered.cancel();
  return result;
}

function answerTo(child: ChildProcess, id: string) {
  const { promise, resolve } = Promise.withResolvers<InvocationResult>();
  const heard = (answer: Answer): void => {
    if (!('id' in answer) || answer.id !== id) return;
    if ('error' in answer) resolve({ ok: false, error: answer.error });
    else resolve({ ok: true, payload: JSON.parse(answer.payload) as unknown });
  };
  child.on('message', heard);
  return { result: promise, cancel: () => child.off('message', heard) };
}

function lateness(child: ChildProcess, timeout: number) {
  const { promise, resolve } = Promise.withResolvers<InvocationResult>();
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    const errorMessage = `Task timed out after ${timeout.toFixed(2)} seconds`;
    resolve({ ok: false, error: { errorType: 'Sandbox.Timedout', errorMessage } });
  }, timeout * 1000);
  return { result: promise, cancel: () => clearTimeout(timer) };
}

function loaded(child: ChildProcess): Promise<InvocationError | undefined> {
  return new Promise((resolve) => {
    child.on('message', (answer: Answer) => {
      if ('ready' in answer) resolve(answer.ready ? undefined : answer.error);
    });
  });
}

function readLines(stream: NodeJS.ReadableStream | null, print: (line: string) => void): void {
  let rest = '';
  stream?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(print);
  });
  stream?.on('end', () => rest !== '' && print(rest));
}
