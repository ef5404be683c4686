import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Hands, Story } from '#local/attacks/attack-stories.ts';
import { organizationStories, stories } from '#local/attacks/attack-stories.ts';
import { alone, managed, stranger } from '#local/attacks/attack-world.ts';
import type { BlindingStory } from '#local/attacks/blinding-stories.ts';
import { blindingStories } from '#local/attacks/blinding-stories.ts';
import { organizationRepairs, repairOf, repairs, type Repair } from '#local/attacks/repairs.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { handsOf, toolsOf } from './tools.ts';
import { guarded, organizationTrail } from './world.ts';

/** An attack of the playground, with what undoes it. */
export interface Deed {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly calls: string;
  readonly account: string;
  /** What the detector is expected to say, and how soon; undefined where it stays silent. */
  readonly expected: string | undefined;
  readonly attack: () => Promise<unknown>;
  /** Undefined where nothing is left to undo, or it cannot be undone. */
  readonly repair: (() => Promise<unknown>) | undefined;
}

const soon = {
  seconds: 'within seconds',
  looks: 'within five minutes',
  minutes: 'within minutes',
  hour: 'within an hour',
} as const;

const said = (says: string): string => says.replace(/ in [\w-]+ \(\d{12}\).*$/, '');

function fromStory(stage: Rehearsal, story: Story, group: string, id: string): Deed {
  const { title, calls, account, says, pace, deed, then } = story;
  const own = (): Hands => handsOf(stage, account, account === alone.root ? { kind: 'root' } : undefined);
  const strangers = (): Hands => handsOf(stage, stranger);
  const repair: Repair | undefined =
    repairs[account] ?? (group === onOrganization ? organizationRepairs[calls] : undefined);
  return {
    id,
    group,
    title,
    calls,
    account,
    expected: says === undefined ? undefined : `“${said(says)}”, ${soon[pace]}`,
    attack: async () => {
      await deed(own());
      await then?.(strangers());
    },
    repair: repair && (() => repair(own(), strangers())),
  };
}

function fromBlinding(stage: Rehearsal, story: BlindingStory, index: number): Deed {
  const { title, calls, then, toldBy, within, blind, deed, trail } = story;
  const { id: account = '', bucket = '' } = guarded[index] ?? {};
  const trailRepair = deed && repairOf(trail[0] ?? 'logging-stopped', bucket);
  return {
    id: `guard-${index + 1}`,
    group: onGuard,
    title,
    calls: `${calls}; then ${then}`,
    account,
    expected: `told by ${toldBy}, ${soon[within]}`,
    attack: async () => {
      const tools = toolsOf(stage, account);
      await blind(tools);
      await deed?.(tools);
    },
    repair: async () => {
      stage.organization.redeploy(account);
      await trailRepair?.(handsOf(stage, account), handsOf(stage, stranger));
    },
  };
}

const onOrganization = 'On the whole organization';
const onGuard = 'The guard first, then the trail';
const onAccount = 'On one account';

/** The trail of the whole organization is stopped: one message, however many accounts it is. */
function organizationStopped(stage: Rehearsal, members: number): Deed {
  const account = managed.management;
  return {
    id: 'organization-stopped',
    group: onOrganization,
    title: `The organization trail of ${members} accounts is stopped`,
    calls: 'StopLogging',
    account,
    expected: '“CRITICAL: CloudTrail logging is stopped”, within seconds',
    attack: () => handsOf(stage, account).trails.send(new StopLoggingCommand({ Name: organizationTrail })),
    repair: async () =>
      organizationRepairs['StopLogging']?.(handsOf(stage, account), handsOf(stage, stranger)),
  };
}

/** Every attack of docs/attacks.md that is played, and the stop of the whole organization's trail. */
export function deedsOf(stage: Rehearsal, members: number): readonly Deed[] {
  return [
    ...stories.map((story, index) => fromStory(stage, story, onAccount, `trail-${index + 1}`)),
    organizationStopped(stage, members),
    ...organizationStories.map((story, index) =>
      fromStory(stage, story, onOrganization, `organization-${index + 1}`),
    ),
    ...blindingStories.map((story, index) => fromBlinding(stage, story, index)),
  ];
}
