import type { Stage } from './stage.ts';
import { setStage } from './stage.ts';
import type { Chapter } from './story.ts';
import { playStory } from './story.ts';
import { duration, jsonScreen, terminalScreen, type Write } from './terminal-screen.ts';

const opening = [
  'Trailwarden, rehearsed on this machine: the packaged functions, an AWS organization that is played,',
  'and stand-ins for Slack and Jira. Nothing leaves this machine. Minutes of waiting are skipped.',
];

/** Plays `story` for a person, or as one JSON line per step; answers the exit code. Throws without Java 17. */
export async function runDemo(
  story: readonly Chapter<Stage>[],
  { json, write, dynamoDb }: { readonly json: boolean; readonly write: Write; readonly dynamoDb?: string },
): Promise<0 | 1> {
  const began = performance.now();
  const screen = json ? jsonScreen(write) : terminalScreen(write);
  if (!json) [...opening, '', 'Starting …'].forEach((line) => write(line));
  const stage = await setStage(screen, dynamoDb);
  const held = await playStory(story, stage, screen).finally(() => stage.stop());
  if (!json) {
    const verdict = held ? 'Every expectation held' : 'Not every expectation held';
    write('');
    write(`${verdict}, in ${duration(performance.now() - began)}.`);
  }
  return held ? 0 : 1;
}
