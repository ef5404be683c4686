import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Report } from '#domain/reports/report.ts';
import type { SendResult, ToldRef } from '#ports/channel.ts';
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
  readonly picture?: ReportFile | undefined;
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
  const delivery = await parts.channel.postReport(parcel.to, parcel.report, marker, parcel.picture);
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

/** Something in the thread that is posted once: by its id, how it is posted, and how to tell that it was. */
interface Follower {
  readonly id: string;
  readonly post: () => Promise<SendResult>;
  readonly wasPosted: () => Promise<SendResult<boolean>>;
}

async function followOnce(parts: ReportTell, receipt: Receipt, follower: Follower): Promise<ClaimStep> {
  const { id } = follower;
  if (receipt.said.includes(id)) return { receipt };
  const said = [...receipt.said, id];
  if (receipt.intent?.what === id) {
    const there = await follower.wasPosted();
    if (there.kind !== 'done') return { end: outcomeOfFailure(there) };
    if (there.value) return parts.claims.write({ ...receipt, said, intent: undefined });
  }
  const claimed = await parts.claims.claim(receipt, id);
  if ('end' in claimed) return claimed;
  const delivery = await follower.post();
  // If the channel refuses it for good, the report stays without it.
  if (delivery.kind === 'done' || delivery.kind === 'refused')
    return parts.claims.write({ ...claimed.receipt, said, intent: undefined });
  return { end: outcomeOfFailure(delivery) };
}

function isIn(listed: SendResult<readonly string[]>, name: string): SendResult<boolean> {
  return listed.kind === 'done' ? { kind: 'done', value: listed.value.includes(name) } : listed;
}

function followersOf({ channel }: ReportTell, { report, file }: ReportToTell, told: ToldRef): Follower[] {
  const details: Follower = {
    id: 'details',
    post: () => channel.replyDetails(told, report, 'details'),
    wasPosted: async () => isIn(await channel.listReplies(told), 'details'),
  };
  const attached: Follower[] = file
    ? [
        {
          id: 'file',
          post: () => channel.attachFile(told, file),
          wasPosted: async () => isIn(await channel.listAttached(told), file.name),
        },
      ]
    : [];
  return [...(report.sections.length > 0 ? [details] : []), ...attached];
}

/** Tells a report with its details and its file once per round and recipient, also if it is killed and repeated. */
export function tellReport(from: TellReportParts): (parcel: ReportToTell) => Promise<TellOutcome> {
  const parts = { ...from, claims: claimsIn(from, tellLater(30, 'another run is telling it')) };
  return async (parcel) => {
    const receipt = await parts.receipts.readReceipt(parcel.round, `slack|${parcel.to}`);
    const step = receipt.told ? { receipt } : await postOnce(parts, parcel, receipt);
    if ('end' in step || !step.receipt.told)
      return 'end' in step ? step.end : tellLater(30, 'it was not posted');
    const { told } = step.receipt;
    let { receipt: latest } = step;
    for (const follower of followersOf(parts, parcel, told)) {
      const next = await followOnce(parts, latest, follower);
      if ('end' in next) return next.end;
      latest = next.receipt;
    }
    return { kind: 'told', ref: told.ref };
  };
}
