import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Report } from '#domain/reports/report.ts';
import type { ToldRef } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { ReportChannel, ReportFile } from '#ports/report-channel.ts';
import type { TellOutcome } from '#usecases/report/tell-outcome.ts';
import { outcomeOfFailure, tellLater } from '#usecases/report/tell-outcome.ts';

/** What telling a report needs. */
export interface TellReportParts {
  readonly channel: ReportChannel;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  readonly digest: (value: unknown) => string;
}

/** A report for one destination. */
export interface ReportToTell {
  /** The round's id; receipts are kept under it as under an incident's. */
  readonly round: IncidentId;
  /** As configured: `#channel`, user name, e-mail or id. */
  readonly to: string;
  readonly report: Report;
  readonly file?: ReportFile | undefined;
}

/** How long another run may still be at what it began, in milliseconds: longer than one call may take. */
const lease = 30_000;

type Step = { readonly receipt: Receipt } | { readonly end: TellOutcome };

async function written(parts: TellReportParts, receipt: Receipt): Promise<Step> {
  const next = await parts.receipts.writeReceipt(receipt);
  return next === 'stale' ? { end: tellLater(30, 'another run is telling it') } : { receipt: next };
}

function toldNow(parts: TellReportParts, receipt: Receipt, told: ToldRef): Promise<Step> {
  return written(parts, { ...receipt, told: { ...told, at: parts.clock.now() }, intent: undefined });
}

async function post(
  parts: TellReportParts,
  parcel: ReportToTell,
  receipt: Receipt,
  marker: string,
): Promise<Step> {
  const claimed = await written(parts, { ...receipt, intent: { what: 'open', at: parts.clock.now() } });
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.postReport(parcel.to, parcel.report, marker);
  if (delivery.kind === 'done') return toldNow(parts, claimed.receipt, delivery.value);
  // An unknown outcome keeps its claim: nobody repeats it before it was looked into.
  if (delivery.kind === 'unknown') return { end: outcomeOfFailure(delivery) };
  const refused = delivery.kind === 'refused' ? delivery.why : undefined;
  await written(parts, { ...claimed.receipt, intent: undefined, refused });
  return { end: outcomeOfFailure(delivery) };
}

async function postOnce(parts: TellReportParts, parcel: ReportToTell, receipt: Receipt): Promise<Step> {
  const marker = `${parcel.round}-${parts.digest(parcel.to)}`;
  const { intent } = receipt;
  if (!intent) return post(parts, parcel, receipt, marker);
  if (parts.clock.now() - intent.at < lease)
    return { end: tellLater(30, 'it is not known yet whether it was posted') };
  const found = await parts.channel.findReport(parcel.to, marker, intent.at);
  if (found.kind !== 'done') return { end: outcomeOfFailure(found) };
  return found.value ? toldNow(parts, receipt, found.value) : post(parts, parcel, receipt, marker);
}

async function attachOnce(
  parts: TellReportParts,
  file: ReportFile,
  receipt: Receipt,
  told: ToldRef,
): Promise<Step> {
  if (receipt.said.includes('file')) return { receipt };
  if (receipt.intent) {
    const there = await parts.channel.listAttached(told);
    if (there.kind !== 'done') return { end: outcomeOfFailure(there) };
    if (there.value.includes(file.name)) {
      return written(parts, { ...receipt, said: ['file'], intent: undefined });
    }
  }
  const claimed = await written(parts, { ...receipt, intent: { what: 'file', at: parts.clock.now() } });
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.attachFile(told, file);
  // A report without its file is still the report: what cannot be attached for good is left out.
  if (delivery.kind === 'done' || delivery.kind === 'refused') {
    return written(parts, { ...claimed.receipt, said: ['file'], intent: undefined });
  }
  return { end: outcomeOfFailure(delivery) };
}

/** Tells a report once per round and destination, with its file; killed anywhere and repeated, it tells it once. */
export function tellReport(parts: TellReportParts): (parcel: ReportToTell) => Promise<TellOutcome> {
  return async (parcel) => {
    const receipt = await parts.receipts.readReceipt(parcel.round, `slack|${parcel.to}`);
    let step: Step = receipt.told ? { receipt } : await postOnce(parts, parcel, receipt);
    if ('end' in step || !step.receipt.told)
      return 'end' in step ? step.end : tellLater(30, 'it was not posted');
    const { told } = step.receipt;
    if (parcel.file) step = await attachOnce(parts, parcel.file, step.receipt, told);
    return 'end' in step ? step.end : { kind: 'told', ref: told.ref };
  };
}
