import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { printMemberTemplate } from '#cli/commands/member-template.ts';
import { loadConfig } from '#config/load.ts';
import { writeDocuments } from '#local/rehearsal/documents.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import type { MemberTemplate } from './fixture.ts';
import { writeFixture } from './fixture.ts';
import { playerOf } from './player.ts';
import { allShapes, changes, queuesOf, snapshot } from './snapshot.ts';
import { shapesOfRows } from './shapes.ts';
import { spyOn } from './spy.ts';
import { acceptBaseline, afterDeploy, afterRepair, play, repair } from './story.ts';
import { documents, worldBefore } from './world.ts';

/** When the story begins, an hour before a new day; moments differ by seconds from one recording to the next. */
const startAt = Date.parse('2026-05-04T23:00:00Z');

const git = (...words: string[]): string => execFileSync('git', words, { encoding: 'utf8' }).trim();

/** The member templates as `member-template` prints them for the rehearsal's configuration and the packages' stage. */
function memberTemplates(): { readonly roles: MemberTemplate; readonly rules: MemberTemplate } {
  const directory = writeDocuments(worldBefore(), documents);
  const side = { config: loadConfig(directory.path), suffix: '-dev' };
  directory.remove();
  const printed = (half: 'roles' | 'rules') => JSON.parse(printMemberTemplate(half, side)) as MemberTemplate;
  return { roles: printed('roles'), rules: printed('rules') };
}

/** The readers of this version in one file, with packages left out: what the next version's rows are read with. */
async function readers(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./readers.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

async function record(commit: string): Promise<void> {
  const rehearsal = await startRehearsal({
    world: worldBefore(),
    documents,
    cloud: { startAt, schedules: false, processes: 2 },
  });
  try {
    const stage = { rehearsal, player: playerOf(rehearsal), spy: spyOn(rehearsal.cloud) };
    await play(stage);
    console.error('Played up to the deploy');
    const found = await snapshot(stage);
    await acceptBaseline(stage);
    const state = await stage.player.rows('StateTable');
    const accepted = changes(found, { state, queues: await queuesOf(stage) });
    const shapes = new Set(shapesOfRows(found));
    for (const part of [afterDeploy, repair, afterRepair]) {
      await part(stage);
      for (const shape of await allShapes(stage)) shapes.add(shape);
    }
    const fixture = {
      commit,
      ...found,
      accepted,
      members: memberTemplates(),
      shapes: [...shapes].toSorted(),
    };
    console.error(`Recorded in ${writeFixture(fixture, { 'readers.mjs': await readers() })}`);
  } finally {
    await rehearsal.stop();
  }
}

/** What the folder is called: the commit that is checked out, or what is said. */
await record(process.argv[2] ?? git('rev-parse', '--short=7', 'HEAD'));
