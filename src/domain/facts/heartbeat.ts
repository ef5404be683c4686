import type { EventPattern } from './patterns.ts';

/** The event put in every account and Region to show that the rules there forward events; AWS never sends it. */
export const heartbeat = { source: 'trailwarden.heartbeat', detailType: 'Trailwarden Heartbeat' } as const;

/** The pattern of the rules that forward heartbeats, in member accounts and on the central bus. */
export const heartbeatPattern: EventPattern = {
  source: [heartbeat.source],
  'detail-type': [heartbeat.detailType],
};
