import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Remedy } from '#domain/findings/rule.ts';
import { ofBucket } from '#domain/findings/rule.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, accountWords, isOpen } from './affected.ts';
import type { Announcement } from './announcement.ts';
import { isOutOfScope } from './out-of-scope.ts';
import { plain, say } from './wording.ts';

/** Largest number of different commands shown. */
const maxCommands = 5;
/**
 * Commands longer than this, in characters, are left out, because a cut command must not be run: the selectors of a trail
 * are put back in 4,096 and the names of trail and Region, everything else in 2,000.
 */
const longestCommand = 5000;

function remedyFor({ finding, account, region }: Member): Remedy {
  return ruleOf(finding.rule).remedy(finding, { account, region });
}

/** The accounts in which a command is to be run: of the remedy, of the trail, or all that have the same finding. */
function accountsFor(member: Member, { account }: Remedy, told: readonly Member[]): readonly string[] {
  const one = account ?? parseTrailArn(member.finding.subject)?.owner;
  return one === undefined
    ? told
        .filter((other) => isOpen(other) && aboutOf(other) === aboutOf(member))
        .map((other) => other.account)
    : [one];
}

interface Commands {
  readonly command: string | undefined;
  /** The accounts in which the shown commands are to be run. */
  readonly accounts: ReadonlySet<string>;
}

const aboutOf = ({ finding: { rule, subject } }: Member): string => `${rule} ${subject}`;

/**
 * Whether the member stands at the home of its trail, where more of the trail's settings are kept than elsewhere, or, of an
 * account as a whole, where its trail is or belongs.
 */
function isAtTrailsHome({ account, region, finding: { subject, evidence } }: Member): boolean {
  const trail = parseTrailArn(subject);
  return trail === undefined ? evidence.homeRegion === region : isAtHome({ account, region }, trail);
}

/** One of the open `members` for each rule and subject, the first, or the one at the home of its trail; by both. */
function oneOfEach(members: readonly Member[]): ReadonlyMap<string, Member> {
  const ongoing = new Map<string, Member>();
  for (const member of members.filter(isOpen)) {
    const about = aboutOf(member);
    if (!ongoing.has(about) || isAtTrailsHome(member)) ongoing.set(about, member);
  }
  return ongoing;
}

/** The commands for the open findings of `told`, each once. */
function commandsOf(ongoing: ReadonlyMap<string, Member>, told: readonly Member[]): Commands {
  const commands = new Set<string>();
  const accounts = new Set<string>();
  for (const member of ongoing.values()) {
    const remedy = remedyFor(member);
    for (const line of (remedy.command ?? '').split('\n')) {
      if (line === '' || line.length > longestCommand || commands.size >= maxCommands) continue;
      commands.add(plain(line, longestCommand));
      for (const account of accountsFor(member, remedy, told)) accounts.add(account);
    }
  }
  return { command: commands.size === 0 ? undefined : [...commands].join('\n'), accounts };
}

/** Where the commands are to be run, unless the reader knows it from the headline, whose only account is `told`. */
function whereWords({ accounts }: Commands, names: AccountNames, told: AccountId | undefined): string {
  const [only, ...others] = accounts;
  if (only === undefined || others.length > 0 || told === only) return '';
  if (only === ofBucket) return ` Run in ${ofBucket}:`;
  const account = parseAccountId(only);
  return account === undefined ? '' : ` Run in ${accountWords(account, names)}:`;
}

/** What the reader should do: the rule's remedy while the finding is open, follow-up questions afterwards. */
export function remedyOf(about: {
  readonly told: readonly Member[];
  readonly worst: Member | undefined;
  readonly status: IssueStatus;
  readonly interrupted: boolean;
  readonly names: AccountNames;
  /** How many accounts the headline says that it can be; undefined: it has the accounts that are told. */
  readonly upTo?: number | undefined;
}): Announcement['remedy'] {
  const { told, worst, status, interrupted, names, upTo } = about;
  if (worst === undefined) return { words: say('Nothing.') };
  const ongoing = oneOfEach(told);
  const words = plain(remedyFor(ongoing.get(aboutOf(worst)) ?? worst).words, 600);
  if (status === 'open') {
    const commands = commandsOf(ongoing, told);
    const [first, ...others] = accountsOf(told);
    const named = others.length === 0 && upTo === undefined ? first : undefined;
    return { words: say(words, whereWords(commands, names, named)), command: commands.command };
  }
  if (interrupted) return { words: say(words) };
  if (status === 'whitelisted') return { words: say('Nothing, as long as it is accepted.') };
  if (isOutOfScope(told)) return { words: say('Nothing: it is not followed any more.') };
  return {
    words: say(
      'Nothing is left to repair. If it was not planned, look through the event history (kept for 90 days) for what was done in the meantime.',
    ),
  };
}
