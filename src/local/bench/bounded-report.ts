import type { Measurement } from './bench.ts';
import type { BoundedWorld } from './bounded-world.ts';
import type { InvocationWork } from './tally.ts';

const most = (all: readonly InvocationWork[], of: (work: InvocationWork) => number): number =>
  Math.max(0, ...all.map(of));
const sum = (all: readonly InvocationWork[], of: (work: InvocationWork) => number): number =>
  all.reduce((total, work) => total + of(work), 0);

/** The figures of one size: what the largest invocation did, and what all did together for an account. */
export function workOf(subject: string, world: Pick<BoundedWorld, 'accounts' | 'tally'>): Measurement[] {
  const { invocations } = world.tally;
  const accounts = world.accounts.length;
  const largest = (figure: string, of: (work: InvocationWork) => number, goal?: number): Measurement => ({
    subject,
    figure,
    value: most(invocations, of),
    unit: '',
    ...(goal !== undefined && { goal }),
  });
  const each = (figure: string, of: (work: InvocationWork) => number): Measurement => ({
    subject,
    figure,
    value: sum(invocations, of) / accounts,
    unit: '',
  });
  const slowest = most(invocations, ({ milliseconds }) => milliseconds);
  return [
    { subject, figure: 'invocations an account', value: invocations.length / accounts, unit: '' },
    largest('evaluations, most', ({ evaluations }) => evaluations, 11),
    largest('messages, most', ({ messages }) => messages, 120),
    largest('reads, most', ({ reads }) => reads),
    largest('writes, most', ({ writes }) => writes),
    { subject, figure: 'longest', value: slowest, unit: 'ms' },
    each('messages an account', ({ messages }) => messages),
    each('reads an account', ({ reads }) => reads),
    {
      subject,
      figure: 'all of them',
      value: sum(invocations, ({ milliseconds }) => milliseconds),
      unit: 'ms',
    },
    { subject, figure: 'heap with the tables', value: world.tally.heap(), unit: 'KiB' },
  ];
}

/** How the figures of the largest size compare with those of the smallest; work per invocation must not grow. */
export function growthOf(
  subject: string,
  measurements: readonly Measurement[],
  figures: readonly string[],
): Measurement[] {
  const subjects = [...new Set(measurements.map((one) => one.subject))];
  const valueOf = (of: string | undefined, figure: string): number =>
    measurements.find((one) => one.subject === of && one.figure === figure)?.value ?? Number.NaN;
  return figures.map((figure) => ({
    subject,
    figure,
    value: valueOf(subjects.at(-1), figure) / Math.max(1, valueOf(subjects[0], figure)),
    unit: 'x' as const,
    goal: 1.5,
  }));
}
