import { defineCommand } from 'citty';
import { deployable } from '#adapters/cloudformation/deploy-faults.ts';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import type { MemberSide } from '#adapters/cloudformation/names.ts';
import { protectingPolicy } from '#adapters/cloudformation/protecting-policy.ts';
import { Refusal } from '#adapters/cloudformation/refusal.ts';
import { suffixFor } from '#adapters/cloudformation/stages.ts';

const templates = { roles: memberRoles, rules: memberRules } as const;

/** The CloudFormation template of one half of the member side, as text that ends in a line break. */
export function printMemberTemplate(half: keyof typeof templates, side: MemberSide): string {
  return `${JSON.stringify(templates[half](side), null, 1)}\n`;
}

/** What `member-template` prints: the template, or the one line (for each fault) why there is none. */
export function memberTemplate(asked: {
  readonly half: string | undefined;
  readonly directory: string;
  readonly stage: string;
  /** ARNs of roles that may change the parts as well, separated by commas; for `scp`. */
  readonly deployers?: string | undefined;
}): { readonly template: string } | { readonly refused: string } {
  const { half, directory, stage, deployers = '' } = asked;
  if (half !== 'roles' && half !== 'rules' && half !== 'scp')
    return { refused: `"${half}" is neither "roles", "rules" nor "scp".` };
  try {
    const config = deployable(directory);
    const side = { config, suffix: suffixFor(config, stage) };
    if (half !== 'scp') return { template: printMemberTemplate(half, side) };
    const roles = deployers.split(',').filter((arn) => arn !== '');
    return { template: `${JSON.stringify(protectingPolicy(side, roles))}\n` };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.message };
  }
}

/** `trailwarden member-template roles|rules|scp`: for accounts that no stack set reaches, and the policy for all. */
export const memberTemplateCommand = defineCommand({
  meta: {
    name: 'member-template',
    description:
      'Print the CloudFormation template for watched accounts that no stack set reaches, or the policy that protects them',
  },
  args: {
    half: {
      type: 'positional',
      valueHint: [...Object.keys(templates), 'scp'].join('|'),
      description:
        'roles: once per account, first. rules: in every Region. scp: the service control policy that keeps both as they are.',
    },
    directory: {
      type: 'string',
      default: 'config',
      valueHint: 'DIR',
      description: 'Where config.json, whitelist.json and ticket_owners.json are',
    },
    deployers: {
      type: 'string',
      valueHint: 'ARN,ARN',
      description: 'scp: roles that may change the parts beside stack sets',
    },
    stage: { type: 'string', default: 'prod', description: 'The stage that the account reports to' },
  },
  run({ args }) {
    const printed = memberTemplate(args);
    if ('template' in printed) {
      process.stdout.write(printed.template);
      return;
    }
    process.stderr.write(`${printed.refused}\n`);
    process.exitCode = 1;
  },
});
