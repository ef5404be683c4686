import { defineCommand } from 'citty';
import { demoStory } from '#local/demo/demo-story.ts';
import { runDemo } from '#local/demo/run-demo.ts';

/** `trailwarden demo [--json]`: exit code 0 if every expectation held, 1 if not, 2 if it could not begin. */
export const demoCommand = defineCommand({
  meta: { name: 'demo', description: 'Tells a story on this machine: a trail is stopped, and people know' },
  args: {
    json: {
      type: 'boolean',
      default: false,
      description: 'One JSON object per step and line: {step, expected, actual, ok, ms}',
    },
  },
  run: async ({ args }) => {
    // `| head` closes the pipe early, which is no fault of ours.
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? 0 : 1),
    );
    const write = (line: string): void => void process.stdout.write(`${line}\n`);
    process.exitCode = await runDemo(demoStory, { json: args.json, write }).catch((error: unknown) => {
      // Java is missing, or the packages are not those of the sources: the message says what to do.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    });
  },
});
