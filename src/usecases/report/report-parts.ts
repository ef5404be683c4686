import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Recipient } from '#ports/channel.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { AnnounceParts } from './announce.ts';
import type { AboutAccounts } from './recipients.ts';

/** The parts for serving pending reports through one channel. */
export interface ServeParts<View> extends AnnounceParts<View> {
  readonly queue: ReportQueue;
  /** Called when a recipient's channel refuses an incident for a new reason, so that another channel says so. */
  readonly onRefused?: ((incident: IncidentId) => Promise<void>) | undefined;
  /** The recipients in this channel for the accounts concerned; empty while the channel is off. */
  readonly recipients: (concerned: AboutAccounts) => Promise<readonly Recipient[]>;
}

/** The parts of a reporter of incidents. */
export interface ReportParts extends ServeParts<IncidentView> {
  readonly issues: IssueStore;
  /** Called after an incident was first told to a recipient; a repeated run may call it twice. */
  readonly onFirstTold: (view: IncidentView, at: Instant) => Promise<void>;
}
