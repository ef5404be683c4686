/** A value with its history, which can be read for any past moment. */
export interface Timeline<Value> {
  /** The value at `moment` (milliseconds since the epoch), undefined before it existed and after it was deleted. */
  at(moment: number): Value | undefined;
  /** The value after the last write. */
  latest(): Value | undefined;
  /** Writes `value` (undefined deletes) as of `moment`; the last write of a moment wins. */
  write(moment: number, value: Value | undefined): void;
  /** The moments of all kept writes, oldest first; the first may be -Infinity (it was always so). */
  changes(): readonly number[];
}

const kept = 200;

/** A timeline whose value was always `initial` until the first write. */
export function timeline<Value>(initial: Value | undefined): Timeline<Value> {
  const entries: { moment: number; value: Value | undefined }[] = [{ moment: -Infinity, value: initial }];
  return {
    at: (moment) => entries.findLast((entry) => entry.moment <= moment)?.value,
    latest: () => entries.at(-1)?.value,
    write: (moment, value) => {
      if (entries.at(-1)?.moment === moment) entries.pop();
      entries.push({ moment, value });
      if (entries.length > kept) entries.splice(1, 1);
    },
    changes: () => entries.map((entry) => entry.moment),
  };
}
