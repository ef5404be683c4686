import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { centralRuleReader } from '#adapters/aws/central-rule-reader.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { digestOf } from '#adapters/aws/digest-of.ts';
import { patternsOfCentre } from '#adapters/cloudformation/central-rules.ts';
import { stackName, stageOfSuffix, suffixOfBus } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import type { ExpectedCentralRule } from '#domain/facts/central-rules.ts';
import { partitionOf } from '#domain/values/partition.ts';
import type { ReadCentralRules } from '#ports/central-rules.ts';

/** Where the centre is, and the addresses of the queues that its rules send to. */
export interface CentreAddresses {
  readonly config: Pick<Config, 'mainAccountId' | 'region'>;
  readonly busName: string;
  readonly eventsQueueUrl: string;
  readonly heartbeatsQueueUrl: string;
}

const defaultBus = 'default';

function queueArns({ config, eventsQueueUrl, heartbeatsQueueUrl }: CentreAddresses) {
  const { region, mainAccountId } = config;
  const arn = (url: string): string =>
    `arn:${partitionOf(region)}:sqs:${region}:${mainAccountId}:${url.split('/').at(-1) ?? ''}`;
  return { Events: arn(eventsQueueUrl), Heartbeats: arn(heartbeatsQueueUrl) };
}

/** The rules of the centre in the running version, with the digests of their patterns. */
export function expectedCentralRules(place: CentreAddresses): readonly ExpectedCentralRule[] {
  const queues = queueArns(place);
  return patternsOfCentre(place.config.mainAccountId).map(({ name, pattern, on, to }) => ({
    name,
    bus: on === 'central' ? place.busName : defaultBus,
    digest: digestOf(pattern),
    queue: queues[to],
  }));
}

/** Reads the rules on the central bus, and those on the default bus that the centre's stack made. */
export function centralRules(place: CentreAddresses): ReadCentralRules {
  const { busName, config } = place;
  const prefix = `${stackName(stageOfSuffix(suffixOfBus(busName)))}-`;
  return centralRuleReader(new EventBridgeClient({ ...clientDefaults, region: config.region }), {
    buses: [{ name: busName }, { name: defaultBus, prefix }],
    queues: Object.values(queueArns(place)),
  });
}
