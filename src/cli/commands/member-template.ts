import { Argument, Command } from '@commander-js/extra-typings';
import { directoryOption, examples, stageOption } from '#cli/habits/options.ts';
import { configDirectory } from '#cli/habits/where.ts';
import { deployable } from '#adapters/cloudformation/deploy-faults.ts';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import type { MemberSide } from '#adapters/cloudformation/names.ts';
import { protectingPolicy } from '#adapters/cloudformation/protecting-policy.ts';
import { scanRole } from '#adapters/cloudformation/scan-role.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';

const templates = { roles: memberRoles, rules: memberRules } as const;

/** The CloudFormation template of one half of the member side, as text that ends in a line break. */
export function printMemberTemplate(half: keyof typeof templates, side: MemberSide): string {
  return `${JSON.stringify(templates[half](side), null, 1)}\n`;
}

/** What `member-template` prints. Throws `Refusal` with one line for each fault where there is no template. */
export function memberTemplate(asked: {
  readonly half: string;
  readonly directory: string;
  readonly stage: string;
  /** ARNs of roles that may change the parts as well, separated by commas; for `scp`. */
  readonly deployers?: string | undefined;
}): string {
  const { half, directory, stage, deployers = '' } = asked;
  if (half === 'scan-role') return `${JSON.stringify(scanRole(), null, 1)}\n`;
  const config = deployable(directory);
  const side = { config, suffix: suffixFor(config, stage) };
  if (half === 'roles' || half === 'rules') return printMemberTemplate(half, side);
  const roles = deployers.split(',').filter((arn) => arn !== '');
  return `${JSON.stringify(protectingPolicy(side, roles))}\n`;
}

/** `trailwarden member-template roles|rules|scp`: for accounts that no stack set reaches, and the policy for all. */
export const memberTemplateCommand = new Command('member-template')
  .description(
    'Prints the CloudFormation template for watched accounts that no stack set reaches, or a policy for them.',
  )
  .addArgument(
    new Argument(
      '<which>',
      'roles: once per account, first. rules: in every Region. scp: the service control policy that keeps both as they are. scan-role: a role that trailwarden scan can read with, where nothing is deployed',
    ).choices([...Object.keys(templates), 'scp', 'scan-role']),
  )
  .addOption(directoryOption())
  .option(
    '--deployers <arns>',
    'scp: ARNs of roles that may change the parts beside stack sets, with commas between',
  )
  .addOption(stageOption())
  .addHelpText(
    'after',
    examples(
      ['trailwarden member-template roles > roles.json', 'then deploy it in the account'],
      ['trailwarden member-template scp > scp.json', 'for AWS Organizations'],
    ),
  )
  .action((half, { directory, ...options }) => {
    process.stdout.write(memberTemplate({ half, directory: configDirectory(directory), ...options }));
  });
