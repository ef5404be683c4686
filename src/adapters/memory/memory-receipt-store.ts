import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';

type Mark = Pick<Receipt, 'pendingDue' | 'served'>;

/** Receipts in memory; the pending mark is stored apart from what the reporter writes, as in the table. */
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
    async writeReceipt({ pendingDue, served, ...receipt }) {
      const key = name(receipt.incident, receipt.destination);
      if ((receipts.get(key)?.version ?? 0) !== receipt.version) return 'stale';
      const next = { ...receipt, version: receipt.version + 1 };
      receipts.set(key, next);
      return { ...next, pendingDue, served };
    },
    async markPending(incident, destination, due) {
      const { served } = marks.get(name(incident, destination)) ?? {};
      if (served === undefined || served < due)
        marks.set(name(incident, destination), { served, pendingDue: due });
    },
    async markServed(incident, destination, now) {
      marks.set(name(incident, destination), { served: now });
    },
  };
}
