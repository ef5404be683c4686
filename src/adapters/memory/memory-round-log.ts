import type { Round, RoundLog } from '#ports/round-log.ts';

/** Rounds of reports in memory. */
export function memoryRoundLog(): RoundLog {
  const rounds = new Map<string, Round>();
  return {
    readRound: async (id) => rounds.get(id),
    async readLatestRound() {
      const days = [...rounds.keys()].filter((id) => id.startsWith('report-')).sort();
      return rounds.get(days.at(-1) ?? '');
    },
    keepRound: async (round) => void rounds.set(round.id, round),
  };
}
