import { instant } from '#domain/values/instant.ts';
import { unknownRegions } from './region-checks.ts';
import { doubtfulEntries } from './whitelist-checks.ts';
import { staleAccountKeys } from './account-keys.ts';
import type { Config, Documents } from './config.ts';
import { toldThroughJira, toldThroughSlack } from './config.ts';
import { isJiraCloud } from './jira-address.ts';
import type { DocumentName, Path, Warning } from './fault.ts';
import { printPath } from './fault.ts';
import type { MainDocument } from './main-document.ts';

type Doubts = Omit<Config, 'warnings' | 'unusedKeys'>;

const main = (path: Path, text: string): Warning => ({ file: 'config.json', path, text });

/** The warnings about a usable configuration, the most serious first. */
export function warningsAbout(config: Doubts, documents: Documents): readonly Warning[] {
  return [
    ...detectionWarnings(config),
    ...coverageWarnings(config),
    ...reportingWarnings(config),
    ...alarmWarnings(config),
    ...accountWarnings(documents.main),
    ...unknownRegions(documents.main),
    ...doubtfulEntries(documents, instant(Date.now())),
    ...staleAccountKeys('whitelist.json', 'cloudtrails', documents.main, documents.whitelist.cloudtrails),
    ...staleAccountKeys('ticket_owners.json', 'account', documents.main, documents.owners.account),
  ];
}

/** At most two warnings per document: keys without effect, and keys that ask for remediation. */
export function unusedNotes(
  file: DocumentName,
  unused: readonly Path[],
  remediation: readonly Path[],
): readonly Warning[] {
  const listed = (paths: readonly Path[]) => [...new Set(paths.map(printUnused))].join(', ');
  return [
    ...(unused.length === 0 ? [] : [{ file, path: [], text: `Recognised but not used: ${listed(unused)}.` }]),
    ...(remediation.length === 0
      ? []
      : [
          {
            file,
            path: [],
            text: `Passed over: ${listed(remediation)}. Trailwarden never changes a watched account.`,
          },
        ]),
  ];
}

function detectionWarnings({ cloudtrails }: Doubts): readonly Warning[] {
  if (cloudtrails.enabled) return [];
  return [
    main(['cloudtrails', 'enabled'], 'Detection is off: nothing is watched, and issues stay as they are.'),
  ];
}

function reportingWarnings(config: Doubts): readonly Warning[] {
  const { cloudtrails, jira, slack } = config;
  const warnings: Warning[] = [];
  if (!cloudtrails.reporting) {
    warnings.push(main(['cloudtrails', 'reporting'], 'Reporting is off: issues are stored, but not told.'));
  } else if (!toldThroughSlack(config) && !toldThroughJira(config)) {
    warnings.push(
      main(
        ['cloudtrails', 'reporting'],
        'Reporting is on, but slack.enabled and jira.enabled are both off: issues are not told.',
      ),
    );
  }
  if (slack.enabled && slack.defaultChannel === undefined) {
    warnings.push(
      main(
        ['slack', 'default_channel'],
        'Not set: the daily report and messages for unknown owners have no place to go.',
      ),
    );
  }
  if (!jira.enabled && jira.server !== undefined && !isJiraCloud(jira.server)) {
    warnings.push(
      main(['jira', 'server'], 'This is no Jira Cloud site; with jira.enabled true it would be refused.'),
    );
  }
  if (jira.enabled && jira.server !== undefined && jira.site === undefined) {
    warnings.push(
      main(
        ['jira', 'server'],
        'People cannot open this address, so messages carry no link to their ticket. Write https://<name>.atlassian.net as jira.site.',
      ),
    );
  }
  return warnings;
}

function alarmWarnings({ alarms, stages }: Doubts): readonly Warning[] {
  if (alarms.subscribers.length > 0 || !stages.includes('prod')) return [];
  const text =
    'Empty: no person is told when Trailwarden itself fails, and a deploy of the stage prod is refused. Name an address, such as "mailto:security@example.com".';
  return [main(['alarms', 'subscribers'], text)];
}

function coverageWarnings(config: Doubts): readonly Warning[] {
  return [...managementWarnings(config), ...rolloutWarnings(config)];
}

/** Warnings where the rollout by stack sets and the watched accounts and Regions differ. */
function rolloutWarnings({ organization, regions = [] }: Doubts): readonly Warning[] {
  const { enabled, regions: rules } = organization.stackSets;
  if (!enabled) return [];
  const place = ['organization', 'stack_sets'];
  const bare = rules.length === 0 ? [] : regions.filter((one) => one !== 'us-east-1' && !rules.includes(one));
  return [
    ...(organization.mode === 'organization' || organization.id !== undefined
      ? []
      : [
          main(
            place,
            'Accounts of these units that aws.accounts does not list get the rules as well, and the central bus refuses their events. Set organization.mode to "organization" to watch them.',
          ),
        ]),
    ...(bare.length === 0
      ? []
      : [
          main(
            [...place, 'regions'],
            `aws.regions also has ${bare.join(', ')}, which get no rules: no event comes from there. Add them here.`,
          ),
        ]),
  ];
}

function managementWarnings({ organization }: Doubts): readonly Warning[] {
  if (organization.mode === 'configured' && !organization.stackSets.enabled) return [];
  const account = organization.managementAccountId ?? 'the management account';
  const text = `The organization trail is not watched in real time until a heartbeat from ${account} has arrived: stack sets never cover the management account, so deploy the member templates there by hand.`;
  return [main(['organization'], text)];
}

function accountWarnings({ aws, cloudtrails, organization }: MainDocument): readonly Warning[] {
  if (organization.mode === 'organization') return [];
  const unnamed = (key: 'accounts' | 'ignore_accounts', text: string) =>
    (cloudtrails[key] ?? []).flatMap((id, index) =>
      Object.hasOwn(aws.accounts, id) ? [] : [main(['cloudtrails', key, index], text)],
    );
  return [
    ...unnamed('accounts', 'This account is not in aws.accounts: it is watched, but has no name.'),
    ...unnamed('ignore_accounts', 'This account is not in aws.accounts: stale?'),
  ];
}

function printUnused(path: Path): string {
  const key = String(path.at(-1));
  return key.startsWith('__comment__') ? '__comment__' : printPath(path);
}
