import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Report } from '#domain/reports/report.ts';
import type { ToldRef } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { ReportChannel, ReportFile } from '#ports/report-channel.ts';
import type { Claims, ClaimStep } from '#usecases/report/claims.ts';
import { claimsIn } from '#usecases/report/claims.ts';
import type { TellOutcome } from '#usecases/report/tell-outcome.ts';
import { outcomeOfFailure, tellLater } from '#usecases/report/tell-outcome.ts';

/** The channel and the receipts of the reports. */
export interface TellReportParts {
  readonly channel: ReportChannel;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  readonly digest: (value: unknown) => string;
}

/** A report for one recipient. */
export interface ReportToTell {
  /** The round's id; receipts are kept under it as under an incident's. */
  readonly round: IncidentId;
  /** As configured: `#channel`, user name, e-mail or id. */
  readonly to: string;
  readonly report: Report;
  readonly file?: ReportFile | undefined;
}

interface ReportTell extends TellReportParts {
  readonly claims: Claims;
}

const writeTold = ({ claims }: ReportTell, receipt: Receipt, told: ToldRef): Promise<ClaimStep> =>
  claims.write(claims.withTold(receipt, told));

async function post(
  parts: ReportTell,
  parcel: ReportToTell,
  receipt: Receipt,
  marker: string,
): Promise<ClaimStep> {
  const claimed = await parts.claims.claim(receipt, 'open');
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.postReport(parcel.to, parcel.report, marker);
  if (delivery.kind === 'done') return writeTold(parts, claimed.receipt, delivery.value);
  // An unknown outcome keeps its claim, so that it is looked up before it is repeated.
  if (delivery.kind === 'unknown') return { end: outcomeOfFailure(delivery) };
  const refused = delivery.kind === 'refused' ? delivery.why : undefined;
  await parts.claims.write({ ...claimed.receipt, intent: undefined, refused });
  return { end: outcomeOfFailure(delivery) };
}

async function postOnce(parts: ReportTell, parcel: ReportToTell, receipt: Receipt): Promise<ClaimStep> {
  const marker = `${parcel.round}-${parts.digest(parcel.to)}`;
  const { intent } = receipt;
  if (!intent) return post(parts, parcel, receipt, marker);
  if (parts.claims.isHeld(intent)) return { end: tellLater(30, 'it is not known yet whether it was posted') };
  const found = await parts.channel.findReport(parcel.to, marker, intent.at);
  if (found.kind !== 'done') return { end: outcomeOfFailure(found) };
  return found.value ? writeTold(parts, receipt, found.value) : post(parts, parcel, receipt, marker);
}

async function attachOnce(
  parts: ReportTell,
  file: ReportFile,
  receipt: Receipt,
  told: ToldRef,
): Promise<ClaimStep> {
  if (receipt.said.includes('file')) return { receipt };
  if (receipt.intent) {
    const there = await parts.channel.listAttached(told);
    if (there.kind !== 'done') return { end: outcomeOfFailure(there) };
    if (there.value.includes(file.name)) {
      return parts.claims.write({ ...receipt, said: ['file'], intent: undefined });
    }
  }
  const claimed = await parts.claims.claim(receipt, 'file');
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.attachFile(told, file);
  // If the channel refuses the file for good, the report stays without it.
  if (delivery.kind === 'done' || delivery.kind === 'refused') {
    return parts.claims.write({ ...claimed.receipt, said: ['file'], intent: undefined });
  }
  return { end: outcomeOfFailure(delivery) };
}

/** Tells a report with its file once per round and recipient, also if it is killed and repeated. */
export function tellReport(from: TellReportParts): (parcel: ReportToTell) => Promise<TellOutcome> {
  const parts = { ...from, claims: claimsIn(from, tellLater(30, 'another run is telling it')) };
  return async (parcel) => {
    const receipt = await parts.receipts.readReceipt(parcel.round, `slack|${parcel.to}`);
    let step: ClaimStep = receipt.told ? { receipt } : await postOnce(parts, parcel, receipt);
    if ('end' in step || !step.receipt.told)
      return 'end' in step ? step.end : tellLater(30, 'it was not posted');
    const { told } = step.receipt;
    if (parcel.file) step = await attachOnce(parts, parcel.file, step.receipt, told);
    return 'end' in step ? step.end : { kind: 'told', ref: told.ref };
  };
}
