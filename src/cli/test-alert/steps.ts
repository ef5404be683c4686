import type { Output } from '#cli/output/output.ts';

/** A fault and its remedy, one line each. */
export interface FaultAndRemedy {
  readonly what: string;
  readonly remedy: string;
}

/** A fault that ends the run, because the following steps cannot work. */
export class StepFault extends Error {
  readonly fault: FaultAndRemedy;
  constructor(fault: FaultAndRemedy, cause?: unknown) {
    super(fault.what, { cause });
    this.fault = fault;
  }
}

/** The steps of a run, each printed with the time since its beginning. */
export interface Steps {
  done(words: string): void;
  failed(fault: FaultAndRemedy): void;
  /** Prints a remark that is not a step. */
  note(words: string): void;
  readonly failures: number;
}

/** Prints steps as they are done; `now` in milliseconds. */
export function stepLog(output: Output, now: () => number): Steps {
  const began = now();
  let failures = 0;
  const line = (mark: string, words: string): void =>
    output.out(`${`${((now() - began) / 1000).toFixed(1)} s`.padStart(8)}  ${mark.padEnd(6)}  ${words}`);
  return {
    done: (words) => line('ok', words),
    failed: ({ what, remedy }) => {
      failures += 1;
      line('FAILED', what);
      output.out(`${' '.repeat(18)}to mend it: ${remedy}`);
    },
    note: (words) => output.out(`${' '.repeat(18)}${words}`),
    get failures() {
      return failures;
    },
  };
}

/** The longest pause between two attempts, in seconds; pauses grow up to this. */
const longestPause = 5;

/** Repeats with growing pauses until there is an answer, for at most `seconds`; undefined when there was none. */
export async function waitFor<Answer>(
  wait: (seconds: number) => Promise<void>,
  seconds: number,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  let left = seconds;
  for (let pause = 1; ; pause = Math.min(pause + 1, longestPause)) {
    const answer = await ask();
    if (answer !== undefined || left <= 0) return answer;
    await wait(pause);
    left -= pause;
  }
}
