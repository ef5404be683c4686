import { randomUUID } from 'node:crypto';

import type { AwsCall, BusEvent, Clock } from '#simulators/wire.ts';

import { isCovered } from './coverage.ts';
import type { Caller } from './identities.ts';
import { seconds } from './identities.ts';
import type { Fields, State } from './state.ts';
import { globalRegion } from './state.ts';

/** One API call that CloudTrail is to record. */
export interface CallRecord {
  readonly call: AwsCall;
  readonly caller: Caller;
  readonly requestId: string;
  /** The service prefix, e.g. `cloudtrail`. */
  readonly source: string;
  readonly eventName: string;
  readonly region: string;
  readonly requestParameters: Fields | null;
  readonly responseElements: Fields | null;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  /** More members, e.g. `resources` and `additionalEventData`. */
  readonly more?: Fields;
  /** Another account that owns what was called, and gets its own copy. */
  readonly owner?: string | undefined;
}

/** An event that no call makes; in us-east-1 unless it names another Region. */
export interface ServiceEvent {
  readonly source: string;
  readonly eventName: string;
  readonly details: Fields;
  readonly region?: string;
  /** Members of the record that differ from those of other service events. */
  readonly members?: Fields;
}

/** Sends one event to the default bus of an account and Region. */
export type Deliver = (event: BusEvent, from: { readonly account: string; readonly region: string }) => void;

/** Sends CloudTrail's records and other AWS events to EventBridge. */
export interface EventDesk {
  /**
   * Determines, before the call has changed anything, which copies of the event are recorded by a trail; the returned
   * function sends them. So a StopLogging is still recorded, and a StartLogging without another logging trail is not.
   */
  prepare(source: string, region: string, accounts: readonly string[]): (record: CallRecord) => void;
  /** A service event (no API call), such as an account's departure. */
  serviceEvent(account: string, event: ServiceEvent): void;
  /** The event that AWS sends directly (not through CloudTrail) when an account opts in to a Region or out of it. */
  readonly regionSwitched: (account: string, region: string, status: 'ENABLED' | 'DISABLED') => void;
}

interface EventOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly deliver: Deliver;
  /** Receives every record of a call, also without a recording trail: CloudTrail's event history. */
  readonly remember: (record: Fields) => void;
  /** True drops every event, as AWS's best-effort delivery may do. */
  readonly isCut: () => boolean;
}

/** The event sender over the simulated state. */
export function eventDesk(options: EventOptions): EventDesk {
  const { state, clock } = options;
  return {
    prepare: (source, region, accounts) => {
      const service = `${source}.amazonaws.com`;
      const covered = new Set(accounts.filter((account) => isCovered(state, account, region, service)));
      return (record) => sendCopies(options, record, covered);
    },
    serviceEvent: (account, { source, eventName, details, region = globalRegion, members }) => {
      if (!isCovered(state, account, region, `${source}.amazonaws.com`)) return;
      const record = serviceRecord({ account, source, eventName, details, now: clock.now() });
      send(options, account, {
        'detail-type': 'AWS Service Event via CloudTrail',
        source: `aws.${source}`,
        region,
        detail: { ...record, awsRegion: region, ...members },
      });
    },
    regionSwitched: (account, region, status) =>
      send(options, account, {
        'detail-type': 'Region Opt-In Status Change',
        source: 'aws.account',
        region: globalRegion,
        detail: { accountId: account, regionName: region, status },
      }),
  };
}

/** The caller's copy and, where another account owns what was called, the owner's copy of the same call. */
function sendCopies(options: EventOptions, record: CallRecord, covered: ReadonlySet<string>): void {
  const { owner, caller, region, source } = record;
  const shared = owner !== undefined && owner !== caller.accountId;
  const share = shared ? { sharedEventID: randomUUID() } : {};
  for (const account of shared ? [caller.accountId, owner] : [caller.accountId]) {
    const detail = { ...apiCall(record, account, options.clock.now()), ...share };
    options.remember(detail);
    if (!covered.has(account)) continue;
    const type = 'AWS API Call via CloudTrail';
    send(options, account, { 'detail-type': type, source: `aws.${source}`, region, detail });
  }
}

function send(
  { state, clock, deliver, isCut }: EventOptions,
  account: string,
  event: Pick<BusEvent, 'detail-type' | 'source' | 'region' | 'detail'>,
): void {
  if (isCut() || state.accounts.get(account)?.state !== 'ACTIVE') return;
  const rest = { account, time: seconds(clock.now()), resources: [] };
  deliver({ version: '0', id: randomUUID(), ...event, ...rest }, { account, region: event.region });
}

function apiCall(record: CallRecord, account: string, now: number): Fields {
  const { call, caller, source, region, error } = record;
  const agent = call.headers['user-agent'] ?? 'aws-internal';
  return {
    eventVersion: '1.11',
    userIdentity: caller.userIdentity,
    eventTime: seconds(now),
    eventSource: `${source}.amazonaws.com`,
    eventName: record.eventName,
    awsRegion: region,
    sourceIPAddress: call.headers['x-local-source-ip'] ?? caller.sourceIpAddress ?? '198.51.100.24',
    userAgent: source === 's3' ? `[${agent}]` : agent,
    ...(error && { errorCode: error.code, errorMessage: error.message }),
    requestParameters: record.requestParameters,
    responseElements: record.responseElements,
    ...record.more,
    requestID: record.requestId,
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${source}.${region}.amazonaws.com`,
    },
  };
}

function serviceRecord(event: {
  readonly account: string;
  readonly source: string;
  readonly eventName: string;
  readonly details: Fields;
  readonly now: number;
}): Fields {
  const service = `${event.source}.amazonaws.com`;
  return {
    eventVersion: '1.11',
    userIdentity: { accountId: event.account, invokedBy: service },
    eventTime: seconds(event.now),
    eventSource: service,
    eventName: event.eventName,
    awsRegion: globalRegion,
    sourceIPAddress: service,
    userAgent: service,
    requestParameters: null,
    responseElements: null,
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: event.account,
    serviceEventDetails: event.details,
    eventCategory: 'Management',
  };
}
