import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VirtualClock } from './clock.ts';

const preload = new URL('./shift-date.ts', import.meta.url).href;
// Many short-lived processes load the same code: with Node's compile cache each starts in half the time.
const compiled = fileURLToPath(new URL('../../../.local/compiled/', import.meta.url));

/** How a child process is started. */
export interface ChildOptions {
  /** File URL of the module to run. */
  readonly module: string;
  readonly args: readonly string[];
  /** The complete environment; no variable of this process is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: VirtualClock;
  readonly cwd?: string | undefined;
}

/** A Node process whose `Date` follows the local cloud's clock. */
export function startChild(options: ChildOptions): ChildProcess {
  const { clock } = options;
  const child = fork(fileURLToPath(options.module), options.args, {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', preload],
    env: { ...options.env, NODE_COMPILE_CACHE: compiled, LOCAL_CLOCK_OFFSET: String(clock.offset) },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const unfollow = clock.follow((offset) => setOffset(child, offset));
  child.once('exit', unfollow);
  // Raised for a message to a process that has just been killed; the `exit` event reports that.
  child.on('error', () => unfollow());
  return child;
}

function setOffset(child: ChildProcess, clockOffset: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      child.off('message', heard);
      child.off('exit', done);
      resolve();
    };
    const heard = (message: { clockSet?: number }): void => {
      if (message.clockSet === clockOffset) done();
    };
    child.on('message', heard);
    child.once('exit', done);
    if (!child.connected) done();
    else child.send({ clockOffset }, () => undefined);
  });
}
