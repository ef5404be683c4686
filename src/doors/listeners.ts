import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { incidentBus } from '#adapters/aws/incident-bus.ts';
import { securityHub } from '#adapters/aws/security-hub.ts';
import type { Config } from '#config/config.ts';
import { partitionOf } from '#domain/values/partition.ts';
import type { IncidentListener } from '#ports/incident-listeners.ts';
import { machines } from '#usecases/machines/ask-for-milestones.ts';

/** Who hears of incidents: the bus always, Security Hub when it is switched on. */
export function listenersOf(
  config: Pick<Config, 'mainAccountId' | 'region' | 'securityHub'>,
  { awsRegion: region, incidentBusName: busName }: { awsRegion: string; incidentBusName: string },
): readonly IncidentListener[] {
  const options = { ...clientDefaults, region };
  const bus = incidentBus({ client: new EventBridgeClient(options), name: machines, busName });
  if (!config.securityHub.enabled) return [bus];
  const place = { region, partition: partitionOf(config.region), accountId: config.mainAccountId };
  return [bus, securityHub({ client: new SecurityHubClient(options), ...place })];
}
