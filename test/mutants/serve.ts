import { on } from 'node:events';
import { BroadcastChannel } from 'node:worker_threads';
import type { RunnerTestCase } from 'vitest';
import { it } from 'vitest';
import { loadedTests } from './load-only.ts';
import type { Measured, Order, Switch, Tried } from './orders.ts';
import { channelName } from './orders.ts';
import { repeat } from './repeat.ts';

const stryker = ((globalThis as { __stryker__?: Switch }).__stryker__ ??= {});
/** A test that takes longer hangs: on a busy machine the slowest one takes a minute. In milliseconds. */
const longestTest = 120_000;
/** From this time on, in milliseconds, a test of the mutant's room is no quick one. */
const slowTest = 500;
/** The processor's time that each test took, in milliseconds: on a busy machine its time says little. */
const took = new Map<string, number>();
/** Tests that fail without a mutant when they are run again, because they hold on to what their first run left. */
const unrepeatable = new Set<string>();
/** How many mutants of a file each test has killed: the next one of that file is likely to fall to the same tests. */
const kills = new Map<string, Map<string, number>>();

const nameOf = ({ file, fullName }: RunnerTestCase): string => `${file.name} ${fullName}`;

async function measure(tests: readonly RunnerTestCase[]): Promise<Measured> {
  const passed: Measured['tests'][number][] = [];
  for (const test of tests) {
    stryker.currentTestId = test.id;
    const began = process.threadCpuUsage();
    const { kind } = await repeat(test, longestTest);
    const { user, system } = process.threadCpuUsage(began);
    const milliseconds = (user + system) / 1000;
    stryker.currentTestId = undefined;
    took.set(test.id, milliseconds);
    if (kind === 'passed') passed.push({ id: test.id, name: nameOf(test), milliseconds });
    else unrepeatable.add(test.id);
  }
  return { tests: passed, coverage: stryker.mutantCoverage ?? { static: {}, perTest: {} } };
}

/** The folder below `src` or `test`, e.g. `domain/issues`: the tests of a file lie in the folder of its name. */
const roomOf = (file: string): string | undefined => /(?:src|test)\/(\w+(?:\/\w+)?)\//.exec(file)?.[1];

/** Files that compare whole pages with what the code writes: words are noticed there or nowhere. */
const isOfPages = ({ file }: RunnerTestCase): boolean => /gallery|docs|catalogue|explain/.test(file.name);

/**
 * The likely killers that are quick, the other quick tests of the same room, those of pages, then all others by time; as
 * many as the time allows.
 */
function inOrder(
  tests: readonly RunnerTestCase[],
  { file, budget }: Order & { kind: 'try' },
): readonly RunnerTestCase[] {
  const milliseconds = (id: string): number => took.get(id) ?? 10;
  const killed = (id: string): number => (milliseconds(id) < slowTest ? (kills.get(file)?.get(id) ?? 0) : 0);
  const isFar = (test: RunnerTestCase): number => {
    // Slow tests of the room would use up the time before the pages are compared.
    if (roomOf(test.file.name) === roomOf(file) && milliseconds(test.id) < slowTest) return 0;
    return isOfPages(test) ? 1 : 2;
  };
  const order = tests.toSorted(
    (one, other) =>
      killed(other.id) - killed(one.id) ||
      isFar(one) - isFar(other) ||
      milliseconds(one.id) - milliseconds(other.id),
  );
  let left = budget;
  return order.filter(({ id }) => {
    const fits = milliseconds(id) <= left;
    if (fits) left -= milliseconds(id);
    return fits;
  });
}

async function attempt(order: Order & { kind: 'try' }, tests: readonly RunnerTestCase[]): Promise<Tried> {
  const { mutant, file, hitLimit, measured = [] } = order;
  for (const { id, milliseconds } of measured) took.set(id, milliseconds);
  stryker.hitCount = hitLimit === undefined ? undefined : 0;
  stryker.hitLimit = hitLimit;
  let count = 0;
  for (const test of inOrder(tests, order)) {
    if (unrepeatable.has(test.id)) continue;
    count += 1;
    stryker.activeMutant = mutant;
    const outcome = await repeat(test, 10_000 + 30 * (took.get(test.id) ?? 0));
    stryker.activeMutant = undefined;
    if (outcome.kind === 'passed') continue;
    // What fails without the mutant too has noticed nothing.
    if ((await repeat(test, longestTest)).kind !== 'passed') {
      unrepeatable.add(test.id);
      continue;
    }
    const ofFile = kills.get(file) ?? new Map<string, number>();
    kills.set(file, ofFile.set(test.id, (ofFile.get(test.id) ?? 0) + 1));
    const loops = outcome.kind === 'late' || (stryker.hitCount ?? 0) > (hitLimit ?? Infinity);
    const message = outcome.kind === 'failed' ? outcome.message : 'it took too long';
    return { fate: loops ? 'timeout' : 'killed', by: test.id, message, count };
  }
  return { fate: 'survived', by: '', message: '', count };
}

async function serve(): Promise<void> {
  const tests = loadedTests.filter(({ file }) => !file.filepath.endsWith('/mutants/serve.ts'));
  const channel = new BroadcastChannel(channelName);
  const orders = on(channel, 'message');
  channel.postMessage('ready');
  for await (const [event] of orders) {
    const order = (event as { data: Order }).data;
    if (order.kind === 'end') break;
    if (order.kind === 'measure') channel.postMessage(await measure(tests));
    else {
      const asked = order.tests === undefined ? undefined : new Set(order.tests);
      channel.postMessage(
        await attempt(
          order,
          tests.filter(({ id }) => asked?.has(id) ?? true),
        ),
      );
    }
  }
  channel.close();
}

// The last file of the run: it lasts until Stryker has tried its last mutant.
it('repeats the loaded tests for one mutant after another', serve, 0);
