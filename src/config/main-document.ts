import * as z from 'zod';
import { Deployment } from './deployment-section.ts';
import type { Severity } from '#domain/findings/finding.ts';
import { Slack } from './slack-section.ts';
import {
  Account,
  RegionCode,
  Schedule,
  Secret,
  configSection,
  Switch,
  Text,
  textLike,
  wholeNumber,
} from './values.ts';
import { Baseline, Operators } from './trust-sections.ts';

const tableName = textLike(
  /^[a-zA-Z0-9_.-]{3,255}$/,
  'a DynamoDB table name: 3 to 255 letters, digits, _ . or -',
);
const roleName = textLike(
  /^[\w+=,.@-]{1,64}$/,
  'the name of an IAM role (not its ARN), at most 64 characters',
);
const prefix = textLike(/^[\w-]{0,30}$/, 'at most 30 letters, digits, - or _');
const accounts = z.array(Account, { error: 'a list of AWS account ids' });
const regions = z.array(RegionCode, { error: 'a list of AWS Region codes' });

// A web address; empty: not set, as in Hammer's sample.
const address = textLike(/^(https?:\/\/\S+)?$/, 'an address that begins with https://, or "" for none');

const Aws = configSection({
  main_account_id: Account.describe('The account Trailwarden is deployed in.'),
  region: RegionCode.describe('The Region Trailwarden is deployed in.'),
  regions: regions
    .optional()
    .describe('Only these Regions are watched; left out: all that an account has enabled.'),
  role_name_identification: roleName.describe(
    'The role that Trailwarden assumes to read in every watched account.',
  ),
  function_prefix: prefix
    .default('hammer-')
    .describe("What the names of the playbook's two functions begin with, and so their log groups."),
  accounts: z
    .record(Account, Text, { error: 'an object: account id to name' })
    .describe('The watched accounts: id to a name people know.'),
});

const CloudTrails = configSection({
  enabled: Switch.prefault(true).describe('Whether anything is detected at all.'),
  'ddb.table_name': tableName.default('hammer-cloudtrails').describe('The DynamoDB table of issues.'),
  reporting: Switch.prefault(false).describe(
    'Whether people are told. Slack and Jira each have their own switch.',
  ),
  accounts: accounts.optional().describe('Watch these accounts instead of aws.accounts.'),
  ignore_accounts: accounts.prefault([]).describe('Never watch these accounts.'),
  minimum_retention_days: wholeNumber(0, 36500)
    .default(90)
    .describe('A bucket that deletes log files earlier is an issue; 0: none is.'),
  topic_name: Text.optional().describe("The name of Hammer's SNS topic; Trailwarden needs none."),
});

const label = textLike(/^\S{1,255}$/, 'a Jira label: no spaces, at most 255 characters');
const priority = (name: string) =>
  Text.default(name).describe('The priority of tickets of this severity; "" leaves it to the project.');

const Jira = configSection({
  enabled: Switch.prefault(false).describe('Whether tickets are written.'),
  server: address
    .optional()
    .describe(
      'The address that is called: https://<name>.atlassian.net, or https://api.atlassian.com/ex/jira/<cloudId> for tokens with scopes and service accounts.',
    ),
  site: address.optional().describe('The address that people open, when server is that of the API.'),
  issue_type: Text.default('Task').describe('The type of the tickets.'),
  text_field_character_limit: wholeNumber(255, 32767)
    .default(32767)
    .describe('Longest text of a field of a ticket, in characters; what is longer is cut.'),
  priorities: configSection({
    critical: priority('Highest'),
    high: priority('High'),
    medium: priority('Medium'),
    low: priority('Low'),
  } satisfies Record<Severity, z.ZodType>)
    .prefault({})
    .describe('Priority by severity; "" leaves it to the project.'),
  labels: z
    .array(label, { error: 'a list of labels' })
    .default(['trailwarden'])
    .describe('Labels of every ticket, beside those of its rules.'),
  link_type: Text.default('Relates').describe('The kind of link to the parent ticket.'),
  done: z
    .array(Text, { error: 'a list of names' })
    .default([])
    .describe('Transitions, statuses or resolutions that mean done, beside those known in many languages.'),
  tickets_when_still_recorded: Switch.prefault(false).describe(
    'Whether there is a ticket, too, when an older trail of the account still records the same.',
  ),
});

const unit = textLike(
  /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/,
  'the id of a root or organizational unit',
);

const Organization = configSection({
  mode: z
    .enum(['configured', 'organization'], { error: '"configured" or "organization"' })
    .default('configured')
    .describe('Watch the accounts of this document, or every account of AWS Organizations.'),
  id: textLike(/^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as "o-a1b2c3d4e5"')
    .optional()
    .describe('Its id: only its accounts may send events to the central bus.'),
  management_account_id: Account.optional().describe('Its management account.'),
  stack_sets: configSection({
    enabled: Switch.prefault(false).describe('Whether a deploy also rolls out the member stacks.'),
    organizational_units: z
      .array(unit, { error: 'a list of roots or organizational units' })
      .default([])
      .describe('Where the member stacks are rolled out; roots and units below them.'),
    regions: regions
      .prefault([])
      .describe('Regions of the forwarding rules; us-east-1 is always among them.'),
    call_as: z
      .enum(['delegated_admin', 'self'], { error: '"delegated_admin" or "self" (the management account)' })
      .default('delegated_admin')
      .describe(
        'As whom the stack sets are made: a delegated administrator, or the management account itself.',
      ),
  }).prefault({}),
});

const Secrets = configSection({
  slack_token: Secret.prefault('ssm:/trailwarden/slack-token').describe('The name of the bot token.'),
  slack_signing_secret: Secret.prefault('ssm:/trailwarden/slack-signing-secret').describe(
    'The name of the secret by which Slack signs presses of buttons.',
  ),
  jira_email: Secret.prefault('ssm:/trailwarden/jira-email').describe(
    "The name of the e-mail address of Jira's user.",
  ),
  jira_token: Secret.prefault('ssm:/trailwarden/jira-token').describe("The name of that user's API token."),
});

const Schedules = configSection({
  sweep: Schedule.default('cron(0 5 * * ? *)').describe('When every account is looked at.'),
  report: Schedule.default('cron(0 7 * * ? *)').describe('When the daily report is written.'),
  look_again_minutes: wholeNumber(1, 1440).default(5).describe('How often open issues are looked at again.'),
  heartbeat_minutes: wholeNumber(5, 1440)
    .default(360)
    .describe('How often every account and Region reports.'),
});

const subscriber = textLike(
  /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
  'who hears of alarms: "mailto:someone@example.com" or an https:// address',
);

const Alarms = configSection({
  subscribers: z
    .array(subscriber, { error: 'a list of mailto: and https:// addresses' })
    .default([])
    .describe('Who hears that Trailwarden itself is in trouble, through SNS. A deploy of prod needs one.'),
});

const SecurityHub = configSection({
  enabled: Switch.prefault(false).describe(
    'Whether incidents are imported into Security Hub of this account and Region, which has to be on there.',
  ),
});

const stage = textLike(/^[A-Za-z0-9-]+$/, 'a stage: letters, digits and - only, as AWS takes them in names');

/** config.json: Hammer's keys for this playbook, and Trailwarden's own, which all have defaults. */
export const MainDocument = configSection({
  $schema: Text.optional(),
  aws: Aws,
  cloudtrails: CloudTrails.prefault({}),
  jira: Jira.prefault({}),
  slack: Slack.prefault({}),
  whitelisting_procedure_url: address
    .default('')
    .describe('Where people read how something is accepted; a link in every message and ticket.'),
  organization: Organization.prefault({}),
  secrets: Secrets.prefault({}),
  schedules: Schedules.prefault({}),
  alarms: Alarms.prefault({}),
  deployment: Deployment.prefault({}),
  security_hub: SecurityHub.prefault({}),
  stages: z
    .array(stage, { error: 'a list of stages' })
    .min(1, { error: 'at least one stage; leave the key out for dev and prod' })
    .default(['dev', 'prod'])
    .describe('The stages that can be deployed; any other one is refused as mistyped.'),
  operators: Operators.prefault({}),
  baseline: Baseline.optional().describe('What trails are expected to use; left out: what they used last.'),
});
/** config.json, parsed, with every default filled in. */
export type MainDocument = z.infer<typeof MainDocument>;
