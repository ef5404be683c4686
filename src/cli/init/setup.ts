import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';

/** What a new configuration is made of. */
export interface Setup {
  readonly mainAccount: AccountId;
  readonly region: Region;
  readonly roleName: string;
  /** Names by account id; empty where the organization names them. */
  readonly accounts: ReadonlyMap<AccountId, string>;
  /** Set where every account of an organization is watched. */
  readonly organization?: { readonly id: string; readonly management: AccountId } | undefined;
  /** The Slack channel for reports and for whatever has no other destination; undefined: Slack is off. */
  readonly slack?: string | undefined;
  /** The site and the project of tickets; undefined: Jira is off. */
  readonly jira?: { readonly server: string; readonly project: string } | undefined;
  /** Who hears that Trailwarden itself is in trouble: mailto: or https://. */
  readonly alarms?: string | undefined;
}

/** The three documents as objects, in the order in which they are written. */
export interface InitDocuments {
  readonly config: Readonly<Record<string, unknown>>;
  readonly whitelist: Readonly<Record<string, unknown>>;
  readonly ticketOwners: Readonly<Record<string, unknown>>;
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** `section` of `document` with `values` laid over it. */
function over(document: InitDocuments['config'], section: string, values: object): Record<string, unknown> {
  return { ...object(document[section]), ...values };
}

function told({ slack, jira, alarms }: Setup, before: InitDocuments['config']): Record<string, unknown> {
  const isTold = slack !== undefined || jira !== undefined;
  return {
    ...(isTold && { cloudtrails: over(before, 'cloudtrails', { reporting: true }) }),
    ...(slack !== undefined && { slack: over(before, 'slack', { enabled: true, default_channel: slack }) }),
    ...(jira && { jira: over(before, 'jira', { enabled: true, server: jira.server }) }),
    ...(alarms !== undefined && { alarms: over(before, 'alarms', { subscribers: [alarms] }) }),
  };
}

/** The three documents for `setup`; what `before` says else is kept, as of an import. */
export function documentsOf(setup: Setup, before?: InitDocuments): InitDocuments {
  const { config = {}, whitelist = {}, ticketOwners = {} } = before ?? {};
  const { organization, slack, jira } = setup;
  const aws = {
    main_account_id: setup.mainAccount,
    region: setup.region,
    role_name_identification: setup.roleName,
    accounts: { ...object(object(config['aws'])['accounts']), ...Object.fromEntries(setup.accounts) },
  };
  const whole = organization && {
    mode: 'organization',
    id: organization.id,
    management_account_id: organization.management,
  };
  const owners = {
    ...(slack !== undefined && { slack_owner: ticketOwners['slack_owner'] || [slack] }),
    ...(jira && { jira_project: jira.project }),
  };
  return {
    config: {
      $schema: './schemas/config.schema.json',
      ...config,
      aws: over(config, 'aws', aws),
      cloudtrails: over(config, 'cloudtrails', {}),
      ...told(setup, config),
      ...(whole && { organization: over(config, 'organization', whole) }),
    },
    whitelist: { $schema: './schemas/whitelist.schema.json', cloudtrails: {}, ...whitelist },
    ticketOwners: { $schema: './schemas/ticket_owners.schema.json', ...ticketOwners, ...owners },
  };
}
