import type { IssueMovement } from '#domain/issues/movement.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import { isPending, putOff } from '#usecases/report/pending.ts';
import type { ReportMovements } from '#usecases/report/report.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';

/** The queue of those that tell machines, and the receipts that say what waits in it. */
export interface AskForMilestonesParts {
  readonly queue: ReportQueue;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
}

/** The receipt on which a pending request is marked; also that of the bus of incidents. */
export const machines = 'events';

/** How long later changes of an incident are gathered before machines are told, in seconds. */
const gatherSeconds = 2;

/**
 * Asks for machines to be told of what moved, one message for each incident unless one waits already. It is called with
 * what the issue table's stream shows, so it is told independently of who wrote the change.
 */
export function askForMilestones(
  parts: AskForMilestonesParts,
): (movements: readonly IssueMovement[]) => Promise<void> {
  return async (movements) => {
    const incidents = new Set(movements.map(({ incident }) => incident));
    const asked = [...incidents].map(async (incident) => {
      const receipt = await parts.receipts.readReceipt(incident, machines);
      if (isPending(receipt, parts.clock.now())) return;
      const isNew = receipt.version === 0;
      await putOff(parts, { incident, destination: machines, attempts: 0 }, isNew ? 0 : gatherSeconds);
    });
    throwIfAny('asking for milestones failed', (await settled(asked)).failures);
  };
}

/** Begins a batch, and runs both on the same movements; the failure of one does not keep the other from running. */
export function andAlso(beginReport: () => ReportMovements, also: ReportMovements): () => ReportMovements {
  return () => {
    const report = beginReport();
    return async (movements) => {
      const { failures } = await settled([report(movements), also(movements)]);
      throwIfAny('a change could not be told everywhere', failures);
    };
  };
}
