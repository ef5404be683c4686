import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';

type Mark = Pick<Receipt, 'pendingDue' | 'served' | 'assignee'>;

/** Receipts in memory; pending mark and assignee are stored apart from what the reporter writes, as in the table. */
export function memoryReceiptStore(): ReceiptStore {
  const receipts = new Map<string, Receipt>();
  const marks = new Map<string, Mark>();
  const name = (incident: IncidentId, destination: string): string => `${incident} ${destination}`;
  const readReceipt = (incident: IncidentId, destination: string): Receipt => {
    const key = name(incident, destination);
    const written = receipts.get(key) ?? { incident, destination, version: 0, said: [] };
    return { ...written, ...marks.get(key) };
  };
  return {
    readReceipt: async (incident, destination) => readReceipt(incident, destination),
    async listReceipts(incident) {
      return [...new Set([...receipts.keys(), ...marks.keys()])]
        .filter((key) => key.startsWith(`${incident} `))
        .map((key) => readReceipt(incident, key.slice(incident.length + 1)));
    },
    async writeReceipt({ pendingDue, served, assignee, ...receipt }) {
      const key = name(receipt.incident, receipt.destination);
      if ((receipts.get(key)?.version ?? 0) !== receipt.version) return 'stale';
      const next = { ...receipt, version: receipt.version + 1 };
      receipts.set(key, next);
      return { ...next, pendingDue, served, assignee };
    },
    async markPending(incident, destination, due) {
      const mark = marks.get(name(incident, destination));
      if (mark?.served === undefined || mark.served < due)
        marks.set(name(incident, destination), { ...mark, pendingDue: due });
    },
    async markServed(incident, destination, now) {
      const key = name(incident, destination);
      marks.set(key, { ...marks.get(key), pendingDue: undefined, served: now });
    },
    async noteAssignee(incident, destination, assignee) {
      const key = name(incident, destination);
      if (receipts.get(key)?.told) marks.set(key, { ...marks.get(key), assignee });
    },
  };
}
