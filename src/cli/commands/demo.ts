import { defineCommand } from 'citty';
import { requireJava } from '#simulators/aws-cloud/java-check.ts';

/**
 * `trailwarden demo [--json]`: exit code 0 if every expectation held, 1 if not, 2 if it could not begin. With `--open` no
 * story is told: the page is shown, and the person attacks.
 */
export const demoCommand = defineCommand({
  meta: { name: 'demo', description: 'Tells a story on this machine: a trail is stopped, and people know' },
  args: {
    json: {
      type: 'boolean',
      default: false,
      description: 'One JSON object per step and line: {step, expected, actual, ok, ms}',
    },
    open: {
      type: 'boolean',
      default: false,
      description: 'Show the console over the simulated organization, with every attack as a button',
    },
    accounts: {
      type: 'string',
      default: '500',
      valueHint: 'NUMBER',
      description: 'With --open: the number of accounts under the organization trail',
    },
    port: { type: 'string', valueHint: 'PORT', description: 'With --open: the port; default: a free one' },
  },
  run: async ({ args }) => {
    // `| head` closes the pipe early, which is no fault of ours.
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? 0 : 1),
    );
    process.exitCode = await (args.open ? show(args) : tell(args.json)).catch((error: unknown) => {
      // Java is missing, or the packages are outdated; the message gives the remedy.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    });
  },
});

/** Shows the playground until it is ended. */
async function show(args: { readonly accounts: string; readonly port: string | undefined }): Promise<never> {
  requireJava();
  const members = Number(args.accounts);
  if (!Number.isInteger(members) || members < 1 || members > 2000)
    throw new RangeError(`"${args.accounts}" is no number of accounts from 1 to 2000.`);
  const { portIn, serveConsole } = await import('#cli/console/serve-console.ts');
  const { runPlayground } = await import('#local/playground/run-playground.ts');
  const port = portIn(args.port);
  if (process.stdout.isTTY) process.stdout.write('Starting …\n');
  return serveConsole(await runPlayground({ members, version: 'checkout', port }), true);
}

async function tell(json: boolean): Promise<number> {
  // Checked before anything is loaded, so that a missing Java is reported at once.
  requireJava();
  const { demoStory } = await import('#local/demo/demo-story.ts');
  const { runDemo } = await import('#local/demo/run-demo.ts');
  return runDemo(demoStory, { json, write: (line) => void process.stdout.write(`${line}\n`) });
}
