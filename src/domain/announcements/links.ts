import type { Trigger } from '#domain/facts/trigger.ts';
import { partitionIn } from '#domain/values/partition.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { TrailArnFields } from '#domain/values/trail-arn.ts';
import { printTrailArn } from '#domain/values/trail-arn.ts';

/** A link with its text. */
export interface Link {
  readonly text: string;
  readonly url: string;
}

function cloudTrail(region: Region, page: string): string {
  return `https://${region}.${partitionIn(region).console}/cloudtrailv2/home?region=${region}#/${page}`;
}

/** A link to the event in CloudTrail's event history; undefined when its id or Region is malformed. */
export function eventLink({ eventId, eventName, region }: Trigger): Link | undefined {
  const where = parseRegion(region);
  if (where === undefined || !/^[\w-]{1,64}$/.test(eventId)) return undefined;
  const name = /^\w{1,64}$/.test(eventName) ? eventName : 'call';
  return { text: `The ${name} event`, url: cloudTrail(where, `events/${eventId}`) };
}

/** A link to the trail in the console of its home Region. */
export function trailLink(trail: TrailArnFields): Link {
  const arn = encodeURIComponent(printTrailArn(trail)).replaceAll('%3A', ':').replaceAll('%2F', '/');
  return { text: 'The trail', url: cloudTrail(trail.homeRegion, `trails/${arn}`) };
}
