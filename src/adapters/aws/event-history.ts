import type { CloudTrailClientConfig } from '@aws-sdk/client-cloudtrail';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { EventHistory, HistoryQuestion } from '#ports/event-history.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import type { AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { pace } from './pace.ts';
import { sight } from './refusals.ts';

/** LookupEvents allows two calls a second per account and Region (CloudTrail user guide, quotas). */
const perSecond = 2;
/** Pages of 50 events read per event name, newest first. */
const maxPages = 2;

function triggerIn(record: string | undefined): Trigger[] {
  let raw: unknown;
  try {
    raw = JSON.parse(record ?? '');
  } catch {
    // A record that is not JSON is skipped; the others are still read.
    return [];
  }
  const decision = readEvent(raw);
  return decision.decision === 'evaluate' ? [decision.trigger] : [];
}

interface Named extends HistoryQuestion {
  readonly eventName: string;
}

async function lookUp(client: CloudTrailClient, turn: () => Promise<void>, asked: Named): Promise<Trigger[]> {
  const found: Trigger[] = [];
  let token: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    await turn();
    const answer = await client.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: asked.eventName }],
        StartTime: new Date(asked.from),
        // Rounded up, because event times are whole seconds.
        EndTime: new Date(Math.ceil(asked.to / 1000) * 1000),
        MaxResults: 50,
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    found.push(...(answer.Events ?? []).flatMap(({ CloudTrailEvent }) => triggerIn(CloudTrailEvent)));
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return found;
}

/** Searches CloudTrail's event history through an account's read role. */
export function cloudTrailEventHistory(parts: { assume: AssumeReadRole; region: string }): EventHistory {
  // One connection pool for all accounts.
  const { requestHandler } = new CloudTrailClient({ ...clientDefaults, region: parts.region }).config;
  return {
    async searchCalls(question) {
      const role = await sight('sts:AssumeRole', () => parts.assume(question.account));
      if (role.kind === 'unreadable') return role;
      const settings: CloudTrailClientConfig = { ...clientDefaults, requestHandler, credentials: role.value };
      const client = new CloudTrailClient({ ...settings, maxAttempts: 5, region: question.region });
      const turn = pace(perSecond);
      return sight('cloudtrail:LookupEvents', async () => {
        const found: Trigger[] = [];
        for (const eventName of question.eventNames) {
          found.push(...(await lookUp(client, turn, { ...question, eventName })));
        }
        return found;
      });
    },
  };
}
