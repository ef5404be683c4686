import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { ToldIncidents } from '#ports/told-incidents.ts';
import { toItem, type Row } from './rows.ts';
import { incidentIn } from '#adapters/wire/state-keys.ts';

interface Projected {
  readonly told?: unknown;
  readonly finding?: { readonly state?: unknown; readonly closed?: unknown };
}

const isUnresolved = ({ finding }: Projected): boolean =>
  finding !== undefined && finding.state !== 'resolved' && finding.closed === undefined;

/** Scans the whole state table; called once a day. An index instead would cost an extra write with every look. */
export function dynamoToldIncidents(parts: { client: DynamoDBClient; table: string }): ToldIncidents {
  return {
    async listLivingIncidents() {
      const pages = paginateScan(
        { client: parts.client },
        {
          TableName: parts.table,
          ConsistentRead: true,
          FilterExpression: 'begins_with(sk, :member) OR begins_with(sk, :receipt)',
          ProjectionExpression: 'pk, sk, told, finding.#state, finding.closed',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: toItem({ ':member': 'member#', ':receipt': 'receipt#' }),
        },
      );
      const told = new Set<IncidentId>();
      const living = new Set<IncidentId>();
      for await (const { Items = [] } of pages) {
        for (const row of Items.map((item) => unmarshall(item) as Row & Projected)) {
          const incident = incidentIn(row['pk']);
          if (incident && row.told !== undefined) told.add(incident);
          if (incident && isUnresolved(row)) living.add(incident);
        }
      }
      return [...told].filter((incident) => living.has(incident));
    },
  };
}
