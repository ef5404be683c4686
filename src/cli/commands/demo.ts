import { defineCommand } from 'citty';
import { requireJava } from '#simulators/aws-cloud/java-check.ts';

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
    process.exitCode = await tell(args.json).catch((error: unknown) => {
      // Java is missing, or the packages are outdated; the message gives the remedy.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    });
  },
});

async function tell(json: boolean): Promise<number> {
  // Checked before anything is loaded, so that a missing Java is reported at once.
  requireJava();
  const { demoStory } = await import('#local/demo/demo-story.ts');
  const { runDemo } = await import('#local/demo/run-demo.ts');
  return runDemo(demoStory, { json, write: (line) => void process.stdout.write(`${line}\n`) });
}
