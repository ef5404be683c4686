import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { FinishedSweep, SweepLog } from '#ports/sweep-log.ts';

/** Sweeps in memory. */
export function memorySweepLog(): SweepLog {
  const sweeps = new Map<string, Sweep>();
  const outcomes = new Map<string, Map<AccountId, AccountOutcome>>();
  let last: FinishedSweep | undefined;
  return {
    async beginSweep(sweep) {
      const begun = sweeps.get(sweep.id) ?? sweep;
      sweeps.set(sweep.id, begun);
      return begun;
    },
    async readLatestSweep() {
      const id = [...sweeps.keys()].sort().at(-1);
      return id === undefined ? undefined : sweeps.get(id);
    },
    async noteOutcome(id, outcome) {
      const own = outcomes.get(id) ?? new Map<AccountId, AccountOutcome>();
      outcomes.set(id, own);
      const known = own.get(outcome.account);
      if (outcome.kind === 'done' || known?.kind !== 'done') own.set(outcome.account, outcome);
    },
    async keepFinished({ id, startedAt }) {
      if (last === undefined || last.startedAt < startedAt) last = { id, startedAt };
    },
    readLastFinished: async () => last,
    listOutcomes: async (id) => [...(outcomes.get(id)?.values() ?? [])],
  };
}
