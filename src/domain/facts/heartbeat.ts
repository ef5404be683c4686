import type { EventPattern } from './patterns.ts';

/** The event by which every account and Region shows that its rules still carry events on; AWS never sends it. */
export const heartbeat = { source: 'trailwarden.heartbeat', detailType: 'Trailwarden Heartbeat' } as const;

/** The pattern of the rules that carry heartbeats on, in members and on the central bus. */
export const heartbeatPattern: EventPattern = {
  source: [heartbeat.source],
  'detail-type': [heartbeat.detailType],
};
