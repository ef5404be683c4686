import type { Bench } from './bench.ts';
import { closing } from './closing.ts';
import { coldStart } from './cold-start.ts';
import { latency } from './latency.ts';
import { storm } from './storm.ts';
import { peers } from './peers.ts';
import { policyChange } from './policy-change.ts';
import { recovery } from './recovery.ts';
import { replayedDay } from './replayed-day.ts';
import { sweepBench } from './sweep.ts';
import { version } from './version.ts';

/** Every bench; a new one is a line here. */
export const allBenches: readonly Bench[] = [
  latency,
  coldStart,
  version,
  sweepBench,
  storm,
  peers,
  replayedDay,
  policyChange,
  recovery,
  closing,
];
