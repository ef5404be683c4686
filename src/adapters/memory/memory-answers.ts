import { replyKey } from '#adapters/wire/state-keys.ts';
import type { Answers, Press } from '#ports/answers.ts';
import type { MemoryTables } from './memory-tables.ts';

/** Answers in memory; the incident store shows them. */
export function memoryAnswers(tables: MemoryTables): Answers {
  const replied = new Set<string>();
  const keyOf = (press: Press): string => JSON.stringify(replyKey(press));
  return {
    async keepAnswer(incident, answer) {
      const all = tables.answers.get(incident) ?? [];
      if (all.some(({ id }) => id === answer.id)) return 'known';
      tables.answers.set(
        incident,
        [...all, answer].toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1)),
      );
      return 'new';
    },
    async claimReply(press) {
      if (replied.has(keyOf(press))) return 'known';
      replied.add(keyOf(press));
      return 'new';
    },
    async releaseReply(press) {
      replied.delete(keyOf(press));
    },
  };
}
