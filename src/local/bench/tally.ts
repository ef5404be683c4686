/** What one invocation did: calls of stores by kind, messages sent, and time. */
export interface InvocationWork {
  readonly queue: string;
  readonly reads: number;
  readonly writes: number;
  /** Calls of SQS, each with up to ten messages. */
  readonly sends: number;
  readonly messages: number;
  readonly evaluations: number;
  readonly milliseconds: number;
}

type Counts = { -readonly [Name in Exclude<keyof InvocationWork, 'queue' | 'milliseconds'>]: number };

/** Counts what the invocation that runs now does; invocations of a bench run one after the other. */
export interface Tally {
  add(what: keyof Counts, count?: number): void;
  /** Runs an invocation and keeps what it did. */
  run(queue: string, invocation: () => Promise<unknown>): Promise<InvocationWork>;
  readonly invocations: readonly InvocationWork[];
  /** The largest heap after an invocation, in KiB. */
  readonly heap: () => number;
}

const zero = (): Counts => ({ reads: 0, writes: 0, sends: 0, messages: 0, evaluations: 0 });

/** An empty tally. */
export function newTally(): Tally {
  const invocations: InvocationWork[] = [];
  let now = zero();
  let heap = 0;
  return {
    invocations,
    heap: () => heap,
    add: (what, count = 1) => void (now[what] += count),
    async run(queue, invocation) {
      now = zero();
      const began = performance.now();
      await invocation();
      const work = { queue, ...now, milliseconds: performance.now() - began };
      invocations.push(work);
      if (invocations.length % 50 === 1) heap = Math.max(heap, process.memoryUsage().heapUsed / 1024);
      return work;
    },
  };
}

const isRead = (method: string): boolean => /^(?:read|list|is|has|accepted)/.test(method);

/** The port, with each of its calls counted as a read or a write. */
export function counted<Port extends object>(port: Port, tally: Tally): Port {
  const members = Object.entries(port).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function'
      ? (...given: unknown[]): unknown => {
          tally.add(isRead(name) ? 'reads' : 'writes');
          return (member as (...all: unknown[]) => unknown)(...given);
        }
      : member,
  ]);
  return Object.fromEntries(members) as Port;
}
