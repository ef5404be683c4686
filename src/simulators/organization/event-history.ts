import * as z from 'zod';
import { pageOf, Paged } from './pages.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { Fields } from './state.ts';

/** CloudTrail's event history: every recorded management call of the last 90 days, with or without a trail. */
export interface EventHistory {
  remember(record: Fields): void;
  readonly lookupEvents: Operation;
}

const days90 = 90 * 24 * 3600 * 1000;
const Asked = Paged.extend({
  LookupAttributes: z
    .array(z.object({ AttributeKey: z.literal('EventName'), AttributeValue: z.string() }))
    .max(1)
    .nullish(),
  StartTime: z.number().nullish(),
  EndTime: z.number().nullish(),
});

const timeOf = (record: Fields): number => Date.parse(String(record['eventTime']));

function matching(records: readonly Fields[], request: Request): Fields[] {
  const { LookupAttributes, StartTime, EndTime } = parametersOf(request, Asked);
  const name = LookupAttributes?.[0]?.AttributeValue;
  const [from, to] = [(StartTime ?? 0) * 1000, (EndTime ?? Infinity) * 1000];
  return records.filter((record) => {
    const at = timeOf(record);
    const here =
      record['recipientAccountId'] === request.caller.accountId && record['awsRegion'] === request.region;
    const named = name === undefined || record['eventName'] === name;
    return here && named && at >= from && at <= to && at > request.now - days90;
  });
}

/** An empty history; LookupEvents supports the attribute EventName only. */
export function eventHistory(): EventHistory {
  const records: Fields[] = [];
  return {
    remember: (record) => void records.push(record),
    lookupEvents: {
      access: 'read',
      run: (request) => {
        const found = matching(records, request).sort((left, right) => timeOf(right) - timeOf(left));
        const events = found.map((record) => ({
          EventId: record['eventID'],
          EventName: record['eventName'],
          EventTime: timeOf(record) / 1000,
          EventSource: record['eventSource'],
          CloudTrailEvent: JSON.stringify(record),
        }));
        return pageOf(parametersOf(request, Paged), { name: 'Events', all: events, limit: 50 });
      },
    },
  };
}
