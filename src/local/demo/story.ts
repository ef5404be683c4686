import { isDeepStrictEqual } from 'node:util';

/** Any JSON value. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** The result of a step, and its time in milliseconds if that differs from the step's own duration. */
export interface Seen {
  readonly actual: Plain;
  readonly ms?: number;
}

/** One expectation of a story: a name, the promise in words, and the check. */
export interface Step<Stage> {
  readonly step: string;
  readonly promise: string;
  /** What the step's time measures, if anything; printed with the time. */
  readonly measures?: string;
  readonly expected: Plain;
  readonly actual: (stage: Stage) => Promise<Seen>;
  /** What a person would look at afterwards. */
  readonly show?: (stage: Stage) => void;
}

/** Steps that belong together, under a title. */
export interface Chapter<Stage> {
  readonly title: string;
  /** What it is about, in a sentence or two. */
  readonly about: string;
  readonly steps: readonly Step<Stage>[];
}

/** The verdict on one step; one line of `--json`. */
export interface StepResult {
  readonly step: string;
  readonly expected: Plain;
  readonly actual: Plain;
  readonly ok: boolean;
  readonly ms: number;
}

/** The listener to a story's progress. */
export interface Listener<Stage> {
  chapter(chapter: Chapter<Stage>, number: number): void;
  result(step: Step<Stage>, result: StepResult): void;
}

/** The time limit of a step, in real milliseconds: it ends what hangs; a step takes four seconds on a quiet machine. */
const limit = 180_000;

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came of it within ${limit / 1000} s`)), limit);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function play<Stage>({ step, expected, actual }: Step<Stage>, stage: Stage): Promise<StepResult> {
  const began = performance.now();
  const seen = await inTime(actual(stage)).catch((error: unknown): Seen => {
    // A step that cannot be carried out is an expectation that did not hold; the others are still tried.
    return { actual: `failed: ${error instanceof Error ? error.message : String(error)}` };
  });
  const ms = Math.round((seen.ms ?? performance.now() - began) * 10) / 10;
  return { step, expected, actual: seen.actual, ok: isDeepStrictEqual(seen.actual, expected), ms };
}

/** Plays all steps in order, and answers whether every expectation held. A failed step does not end the story. */
export async function playStory<Stage>(
  story: readonly Chapter<Stage>[],
  stage: Stage,
  listener: Listener<Stage>,
): Promise<boolean> {
  const results: StepResult[] = [];
  for (const [index, chapter] of story.entries()) {
    listener.chapter(chapter, index + 1);
    for (const step of chapter.steps) {
      const result = await play(step, stage);
      results.push(result);
      listener.result(step, result);
      if (result.ok) step.show?.(stage);
    }
  }
  return results.length > 0 && results.every(({ ok }) => ok);
}
