import { Command } from '@commander-js/extra-typings';
import type { CentreOptions, OpenCentre } from '#cli/centre/open-centre.ts';
import { directoryOption, examples, profileOption, stageOption } from '#cli/habits/options.ts';
import { printable } from '#cli/output/printable.ts';

/** That detection is off is a line of its own. */
function warningsOf({ warnings }: OpenCentre['config']): readonly string[] {
  return warnings.flatMap(({ path, text }) => (path.join('.') === 'cloudtrails.enabled' ? [] : [text]));
}

interface DoctorOptions extends CentreOptions {
  readonly json: boolean;
  readonly costs: boolean;
}

async function examine({ json, costs, ...options }: DoctorOptions): Promise<void> {
  const { openCentre } = await import('#cli/centre/open-centre.ts');
  const { gatherFacts } = await import('#cli/doctor/gather.ts');
  const { diagnose } = await import('#cli/doctor/diagnose.ts');
  const { paintFor } = await import('#cli/output/terminal.ts');
  const open = await openCentre(options);
  // The secrets are read where Trailwarden is deployed.
  process.env['AWS_REGION'] = open.config.region;
  const standIns = { slackApiUrl: process.env['SLACK_API_URL'], jiraHost: process.env['JIRA_HOST'] };
  const facts = await gatherFacts(open, options.stage, { ...standIns, costs });
  const troubles = diagnose({ ...facts, configWarnings: warningsOf(open.config) });
  if (json) process.stdout.write(`${JSON.stringify(troubles, null, 2)}\n`);
  else {
    const paint = paintFor(process.stdout);
    const colours = { broken: 'red', wrong: 'yellow', note: 'cyan' } as const;
    for (const { level, what, remedy } of troubles)
      process.stdout.write(`${paint(colours[level], level.padEnd(7))} ${printable(`${what}. ${remedy}`)}\n`);
    const serious = troubles.filter(({ level }) => level !== 'note').length;
    process.stdout.write(
      troubles.length === 0
        ? 'Nothing is wrong with the installation.\n'
        : `${serious} troubles and ${troubles.length - serious} notes.\n`,
    );
  }
  process.exitCode = troubles.some(({ level }) => level !== 'note') ? 1 : 0;
}

/** `trailwarden doctor`: exit code 1 where something is broken or wrong. */
export const doctorCommand = new Command('doctor')
  .description(
    'Examines the installation: credentials, functions, rules, queues, secrets, Slack, Jira, heartbeats, roles, alarms, versions, the last sweep and report. Each trouble has its remedy; the worst come first. It changes nothing.',
  )
  .option('--json', 'print [{level, what, remedy}] as JSON', false)
  .option(
    '--costs',
    'also say what it cost this month; CloudWatch takes a tenth of a cent for the answer',
    false,
  )
  .addOption(directoryOption())
  .addOption(stageOption())
  .addOption(profileOption())
  .addHelpText('after', examples(['trailwarden doctor', 'after a deploy, and when something seems quiet']))
  .action(examine);
