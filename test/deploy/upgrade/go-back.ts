import { deployedFrom } from '#local/package/deployed.ts';
import { readFixture } from './fixture.ts';
import { openIn, restore, startAfter, toldTwice } from './restore.ts';
import { snapshot } from './snapshot.ts';
import type { Stage } from './story.ts';
import { afterDeploy, afterRepair, interrupt, repair } from './story.ts';
import { separate } from './world.ts';

// By hand, before a release: node test/deploy/upgrade/go-back.ts CHECKOUT, where CHECKOUT is the version before with its
// packages. The current packages work on the fixture; then the deploy is taken back in the middle of everything.

const open = async ({ player }: Stage) => openIn(await player.rows('IssuesTable'));

async function deadLetters({ rehearsal: { cloud } }: Stage): Promise<readonly string[]> {
  const queues = cloud.stack.of('AWS::SQS::Queue').filter(({ logicalId }) => /DeadLetters$/.test(logicalId));
  const reports = await Promise.all(queues.map(({ logicalId }) => cloud.queue(logicalId)));
  return reports.flatMap(({ visible, held, delayed }) =>
    [...visible, ...held, ...delayed].map(({ body }) => body),
  );
}

async function seen(stage: Stage, when: string): Promise<void> {
  const roots = stage.rehearsal.slack.channel('cloudtrail').messages.length;
  const { issues } = stage.rehearsal.jira;
  const waiting = issues.filter(({ status }) => status !== 'Done');
  console.log(
    `${when}: ${(await open(stage)).length} open findings, ${roots} messages, ${issues.length} tickets`,
  );
  console.log(`  told twice: ${JSON.stringify(toldTwice(stage))}`);
  console.log(`  dead letters: ${JSON.stringify(await deadLetters(stage))}`);
  console.log(`  tickets not done: ${waiting.map(({ fields }) => fields.summary.slice(0, 60)).join('; ')}`);
}

async function there() {
  const stage = await startAfter(readFixture());
  try {
    await restore(stage, readFixture());
    await afterDeploy(stage);
    await interrupt(stage);
    await seen(stage, 'after the deploy');
    return { ...(await snapshot(stage)), members: readFixture().members, opened: await open(stage) };
  } finally {
    await stage.rehearsal.stop();
  }
}

async function back(root: string): Promise<void> {
  const { opened, ...found } = await there();
  const stage = await startAfter(found, { deployed: deployedFrom(root) });
  try {
    await restore(stage, found);
    await afterDeploy(stage);
    await seen(stage, 'after the way back');
    const now = await open(stage);
    console.log(`  lost: ${JSON.stringify(opened.filter((one) => !now.includes(one)))}`);
    await repair(stage, [separate.healed, separate.lake]);
    await afterRepair(stage);
    await seen(stage, 'after the repair');
  } finally {
    await stage.rehearsal.stop();
  }
}

const [, , checkout] = process.argv;
if (checkout === undefined) throw new Error('Name the checkout of the version before, with its packages.');
await back(checkout);
