import { Command } from '@commander-js/extra-typings';
import { portOption, wholeNumberFrom } from '#cli/habits/options.ts';
import { requireJava } from '#simulators/aws-cloud/java-check.ts';

/**
 * `trailwarden demo [--json]`: exit code 0 if every expectation held, 1 if not, 2 if it could not begin. With `--open` no
 * story is told: the page is shown, and the person attacks.
 */
export const demoCommand = new Command('demo')
  .description('Tells a story on this machine: a trail is stopped, and people are told. It needs Java 17.')
  .option('--json', 'one JSON object per step and line: {step, expected, actual, ok, ms}', false)
  .option('--open', 'show the console over the simulated organization, with every attack as a button', false)
  .option(
    '--accounts <n>',
    'with --open: the number of accounts under the organization trail, up to 2000',
    wholeNumberFrom(1),
    500,
  )
  .addOption(portOption())
  .action(async ({ json, open, accounts, port }) => {
    process.exitCode = await (open ? show(accounts, port) : tell(json)).catch((error: unknown) => {
      // Java is missing, or the packages are outdated; the message gives the remedy.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 2;
    });
  });

/** Shows the playground until it is ended. */
async function show(members: number, wanted: string | undefined): Promise<never> {
  requireJava();
  if (members > 2000) throw new RangeError(`"${members}" is no number of accounts from 1 to 2000.`);
  const { portIn, serveConsole } = await import('#cli/console/serve-console.ts');
  const { runPlayground } = await import('#local/playground/run-playground.ts');
  const port = portIn(wanted);
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
