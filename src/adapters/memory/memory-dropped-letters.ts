import type { DroppedLetter, DroppedLetters } from '#ports/dropped-letters.ts';

/** Dropped letters in memory; they never expire. */
export function memoryDroppedLetters(): DroppedLetters {
  const rows = new Map<string, DroppedLetter>();
  return {
    keepDropped: async (letter) => void rows.set(`${letter.at}#${letter.id}`, letter),
    listDropped: async () => [...rows.values()].toSorted((one, other) => one.at - other.at),
  };
}
