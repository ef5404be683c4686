import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { World } from '#simulators/organization/world.ts';
import type { DocumentChanges } from '#local/rehearsal/documents.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { OutsideCalls } from './outside-calls.ts';

/** The place of a journey: an account of its own in a running rehearsal. */
export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly calls: OutsideCalls;
  readonly account: string;
  /** The accounts that were whitelisted so far. */
  readonly whitelisted: Set<string>;
}

/** A journey of one incident: undisturbed preparation, and the part in which calls are struck. */
export interface Journey {
  readonly name: 'alert' | 'change' | 'worse' | 'resolve' | 'whitelist' | 'close' | 'report';
  /** The initial trails of the journey's account. */
  readonly trails: readonly Pick<
    NonNullable<World['trails']>[number],
    'name' | 'homeRegion' | 'multiRegion'
  >[];
  /** Changes to the three documents of its rehearsal. */
  readonly documents?: DocumentChanges;
  readonly before: (stage: Stage) => Promise<void>;
  /**
   * The rest between the two, in milliseconds of the local cloud's clock; default 30,000. None where the second call has to
   * come within a minute of the first: on that clock a slow machine's work takes as long as it really does.
   */
  readonly rest?: number;
  readonly during: (stage: Stage) => Promise<void>;
  /** Runs schedules until everything is at rest; undisturbed again. */
  readonly after?: (stage: Stage) => Promise<void>;
}

/** The Regions of every journey's account. */
export const regions = ['eu-west-1', 'us-east-1'] as const;

/** A trail that records every Region. */
export const everywhere = { name: 'first', homeRegion: 'eu-west-1', multiRegion: true };
const minute = 60_000;

/** A CloudTrail client of a person with administrator's rights. */
export function actorIn({ rehearsal, account }: Stage, region: string): CloudTrailClient {
  const identity = { kind: 'identity-center', permissionSet: 'Admin', user: 'mallory@example.com' } as const;
  const credentials = rehearsal.organization.credentials({ accountId: account, identity });
  return new CloudTrailClient({ region, endpoint: rehearsal.cloud.endpoint, credentials });
}

/** An evaluation of an account as requested by the sweep. */
export async function look({ rehearsal, account }: Stage): Promise<void> {
  const request = { account, regions: 'all', why: 'sweep', triggers: [] };
  await rehearsal.cloud.sendMessage('SweepQueue', JSON.stringify(request));
  await rehearsal.cloud.settle();
}

async function stop(stage: Stage, region: string, name: string): Promise<void> {
  await actorIn(stage, region).send(new StopLoggingCommand({ Name: name }));
}

/** A trail is evaluated, stopped, and reported. */
export async function stopAndRest(stage: Stage): Promise<void> {
  await look(stage);
  // What has to start first would take as long on the local cloud's clock as it really does.
  await stage.rehearsal.cloud.functions.warm('reportToSlack', 'reportToJira', 'publishMilestones');
  await stop(stage, 'eu-west-1', 'first');
  await stage.rehearsal.cloud.advance(20_000);
}

/** A number of re-evaluations of open issues, with a pause in minutes after each. */
export async function watch({ rehearsal }: Stage, looks: number, pause: number): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    rehearsal.cloud.runSchedule('watchOpen');
    await rehearsal.cloud.advance(pause * minute);
  }
}

/** The journeys. Schedules are off except those a journey runs itself, so that no other run repairs a lost effect. */
export const journeys: readonly Journey[] = [
  {
    name: 'alert',
    trails: [everywhere],
    before: look,
    during: (stage) => stop(stage, 'eu-west-1', 'first'),
  },
  {
    // The same session stops a second trail within a minute: the incident grows to another Region.
    name: 'change',
    trails: regions.map((homeRegion, index) => ({ name: index === 0 ? 'first' : 'second', homeRegion })),
    before: stopAndRest,
    rest: 0,
    during: (stage) => stop(stage, 'us-east-1', 'second'),
  },
  {
    // The same session stops the trail that still recorded the same: the incident gets worse, which people and machines
    // are told. Security Hub hears of it as well.
    name: 'worse',
    trails: [everywhere, { ...everywhere, name: 'second' }],
    documents: { config: { security_hub: { enabled: true } } },
    before: stopAndRest,
    rest: 0,
    during: (stage) => stop(stage, 'eu-west-1', 'second'),
  },
  {
    // Without a recording trail there are no events, so re-evaluations find the change: two of them a minute apart,
    // first at the trail's home and then in the Regions that it covers.
    name: 'resolve',
    trails: [everywhere],
    before: async (stage) => {
      await stopAndRest(stage);
      await actorIn(stage, 'eu-west-1').send(new StartLoggingCommand({ Name: 'first' }));
    },
    during: (stage) => watch(stage, 4, 1),
    after: (stage) => watch(stage, 6, 3),
  },
  {
    // An exemption comes with a new deployment: new processes, and the next sweep.
    name: 'whitelist',
    trails: [everywhere],
    before: stopAndRest,
    during: async (stage) => {
      stage.whitelisted.add(stage.account);
      const entries = [...stage.whitelisted].map((account) => [account, [...regions]]);
      const whitelist = { cloudtrails: Object.fromEntries(entries) as Record<string, string[]> };
      writeFileSync(join(stage.rehearsal.configuration, 'whitelist.json'), JSON.stringify(whitelist));
      stage.calls.endProcesses('evaluate');
      await look(stage);
    },
  },
];
