import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { ToldIncidents } from '#ports/told-incidents.ts';
import type { MemoryTables } from './memory-tables.ts';

/** The incidents of `tables` with unresolved members, of which `receipts` holds a receipt. */
export function memoryToldIncidents(tables: MemoryTables, receipts: ReceiptStore): ToldIncidents {
  return {
    async listLivingIncidents() {
      const living = [...tables.members.values()].filter(
        ({ member: { finding } }) => finding.state !== 'resolved' && finding.closed === undefined,
      );
      const ids = [...new Set(living.map(({ incident }) => incident))];
      const told = await Promise.all(
        ids.map(async (id) =>
          (await receipts.listReceipts(id)).some((receipt) => receipt.told !== undefined),
        ),
      );
      return ids.filter((_, index) => told[index]);
    },
  };
}
