import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SQSClient } from '@aws-sdk/client-sqs';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { awsOrganization } from '#adapters/aws/aws-organization.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import { forwardingRoleReader } from '#adapters/aws/forwarding-role-reader.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { sharedNames, suffixOfBus } from '#adapters/cloudformation/names.ts';
import { onParts } from '#adapters/lambda/on-parts.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { partitionOf } from '#domain/values/partition.ts';
import { directoryOf } from '#doors/accounts.ts';
import { centralRules, expectedCentralRules } from '#doors/centre.ts';
import { currentTemplate, forwardingObserver, knownTemplates } from '#doors/forwarding.ts';
import { followUpsOf } from '#doors/queues.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import { askForParts } from '#usecases/guard/ask-for-parts.ts';
import { beginLooks } from '#usecases/guard/begin-looks.ts';
import { lookAtCentre } from '#usecases/guard/look-at-centre.ts';
import { lookAtParts } from '#usecases/guard/look-at-parts.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'busName',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'heartbeatsQueueUrl',
  'issuesTable',
  'partsQueueUrl',
  'stateTable',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const { awsRegion: region, busName } = environment;
const place = { config, region, busName };
const { rolls, issues, heartbeats, forwarding: log, templates, centralGaps } = dynamoStores(environment);
const { enabled } = config.cloudtrails;
const assume = assumedRoles({ region, partition: partitionOf(region), roleName: config.roleName });
const sqs = new SQSClient({ ...clientDefaults, region });
const followUps = followUpsOf(environment, sqs);
const organizations = new OrganizationsClient({ ...clientDefaults, region });
const role = sharedNames(suffixOfBus(busName)).forwardingRole;

/**
 * Looks once an hour, and after changes, at the parts of Trailwarden in every account, through the read role, and at the
 * rules of the centre.
 */
export const handler = onParts({
  ask: beginLooks({
    ask: askForParts({
      directory: directoryOf(config, { rolls, clock }),
      followUps,
      log,
      templates,
      current: currentTemplate(place),
      enabled,
    }),
    lookAtCentre: lookAtCentre({
      account: config.mainAccountId,
      region: config.region,
      expected: expectedCentralRules({ config, ...environment }),
      readRules: centralRules({ config, ...environment }),
      gaps: centralGaps,
      followUps,
      enabled,
    }),
  }),
  look: lookAtParts({
    forwarding: forwardingObserver(place, assume),
    readForwardingRole: forwardingRoleReader({ assume, region, role }),
    trails: cloudTrailObserver({ assume, clock, region }),
    issues,
    heartbeats,
    log,
    templates: knownTemplates(place, { templates, now: () => clock.now() }),
    fetchMembership: awsOrganization({ client: organizations, clock }).fetchMembership,
    followUps,
    clock,
    heartbeatMinutes: config.schedules.heartbeatMinutes,
    only: config.regions,
  }),
  key: requestKey,
  merge: mergeRequests,
  retrySooner: retrySooner({ sqs, queueUrls: [environment.partsQueueUrl] }),
});
