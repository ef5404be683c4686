import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { FinishedSweep, SweepLog } from '#ports/sweep-log.ts';

/** Sweeps in memory. */
export function memorySweepLog(): SweepLog {
  const sweeps = new Map<string, Sweep>();
  const outcomes = new Map<string, Map<AccountId, AccountOutcome>>();
  let last: FinishedSweep | undefined;
  return {
    async begin(sweep) {
      const begun = sweeps.get(sweep.id) ?? sweep;
      sweeps.set(sweep.id, begun);
      return begun;
    },
    async latest() {
      const id = [...sweeps.keys()].sort().at(-1);
      return id === undefined ? undefined : sweeps.get(id);
    },
    async note(id, outcome) {
      const own = outcomes.get(id) ?? new Map<AccountId, AccountOutcome>();
      outcomes.set(id, own);
      const known = own.get(outcome.account);
      if (outcome.kind === 'done' || known?.kind !== 'done') own.set(outcome.account, outcome);
    },
    async finish({ id, startedAt }) {
      if (last === undefined || last.startedAt < startedAt) last = { id, startedAt };
    },
    finished: async () => last,
    outcomes: async (id) => [...(outcomes.get(id)?.values() ?? [])],
  };
}
