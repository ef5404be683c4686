// Runs inside each function process: loads the bundle's handler and answers one invocation at a time.
import { pathToFileURL } from 'node:url';
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import type { Answer, Invocation } from './function-worker.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const [codeDirectory = '.', handlerName = ''] = process.argv.slice(2);
const [, modulePath = '', exportName = 'handler'] = /^(.*)\.([^.]+)$/.exec(handlerName) ?? [];

const handler = await load().catch((error: unknown) => {
  send({ ready: false, error: described(error) });
  process.exitCode = 1;
  process.disconnect();
});
if (handler) {
  process.on('message', (message: { invocation?: Invocation }) => {
    if (message.invocation) void invoke(handler, message.invocation);
  });
  send({ ready: true });
}

async function load(): Promise<Handler> {
  const file = ['.mjs', '.js', '.cjs']
    .map((end) => join(codeDirectory, modulePath + end))
    .find((path) => existsSync(path));
  if (file === undefined) throw new Error(`Cannot find module '${modulePath}' in the package`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  const found = module[exportName];
  if (typeof found !== 'function') throw new Error(`${handlerName} is undefined or not exported`);
  return found as Handler;
}

async function invoke(run: Handler, { id, event, context, remaining, trace }: Invocation): Promise<void> {
  const deadline = performance.now() + remaining;
  process.env['_X_AMZN_TRACE_ID'] = trace;
  try {
    const result = await run(event, {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    });
    // Serialized to JSON and back, as in Lambda: values that JSON cannot represent are lost.
    send({ id, payload: result === undefined ? 'null' : JSON.stringify(result) });
  } catch (error) {
    send({ id, error: described(error) });
  } finally {
    // A killed process would not write its compile cache at exit.
    flushCompileCache();
  }
}

function described(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function send(answer: Answer): void {
  process.send?.(answer);
}
