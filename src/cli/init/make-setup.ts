import { Failure } from '#cli/habits/failure.ts';
import type { Roll } from '#ports/organization.ts';
import { readAccount, readAccounts, readers, readRegion, type Read } from './answers.ts';
import type { Asker } from './ask.ts';
import type { KnownOfAws } from './known-of-aws.ts';
import type { InitDocuments, Setup } from './setup.ts';

/** What the command line says already. */
export interface InitFlags {
  readonly mainAccount?: string | undefined;
  readonly deployRegion?: string | undefined;
  readonly roleName?: string | undefined;
  readonly accounts?: string | undefined;
  readonly organization?: boolean | undefined;
  readonly slack?: string | undefined;
  readonly jira?: string | undefined;
  readonly jiraProject?: string | undefined;
  readonly alarms?: string | undefined;
}

/** Where answers come from: flags first, then the person, then what is known. */
export interface Sources {
  readonly flags: InitFlags;
  readonly known: KnownOfAws;
  readonly before: InitDocuments | undefined;
  /** Undefined where no person can be asked. */
  readonly asker: Asker | undefined;
}

interface Question<Value> {
  readonly flag: string;
  readonly given: string | undefined;
  readonly words: string;
  readonly read: (text: string) => Read<Value>;
  /** What Enter answers; taken where no one can be asked. */
  readonly fallback?: string | undefined;
}

async function answer<Value>({ asker }: Sources, question: Question<Value>): Promise<Value> {
  const { flag, given, words, read, fallback } = question;
  if (given === undefined && asker !== undefined) return asker.ask(words, read, fallback);
  const text = given ?? fallback;
  if (text === undefined)
    throw new Failure({
      what: `${flag} is missing`,
      remedy: 'Give it, or run this on a terminal.',
      exitCode: 2,
    });
  const found = read(text);
  if (found.ok) return found.value;
  throw new Failure({ what: `${flag}: "${text}" cannot be used`, remedy: found.why, exitCode: 2 });
}

const inAws = ({ before }: Sources, key: string): string | undefined => {
  const aws = before?.config['aws'] as Readonly<Record<string, unknown>> | undefined;
  const value = aws?.[key];
  return typeof value === 'string' ? value : undefined;
};

async function whole(sources: Sources): Promise<Roll | undefined> {
  const { flags, known, asker } = sources;
  const { roll } = known;
  if (flags.organization === true && roll === undefined)
    throw new Failure({
      what: 'AWS Organizations cannot be read',
      remedy:
        'Use credentials of the management account or of a delegated administrator, or name --accounts.',
      exitCode: 3,
    });
  if (roll === undefined || flags.accounts !== undefined) return undefined;
  const words = `Watch every account of the organization ${roll.id ?? ''} (${roll.active.size} now, later ones too)?`;
  const wanted = flags.organization ?? (await asker?.decide(words, true)) ?? false;
  return wanted ? roll : undefined;
}

async function accountsOf(sources: Sources): Promise<Setup['accounts']> {
  const { flags, before } = sources;
  const aws = before?.config['aws'] as { readonly accounts?: Readonly<Record<string, string>> } | undefined;
  const imported = Object.entries(aws?.accounts ?? {}).map(([id, name]) => `${id}=${name}`);
  if (flags.accounts === undefined && imported.length > 0) return new Map();
  return answer(sources, {
    flag: '--accounts',
    given: flags.accounts,
    words: 'Which accounts are watched? Ids, each with a name after =, with commas between',
    read: readAccounts,
  });
}

/** Whether something is wanted: a flag says so, else a person is asked; without either it is not. */
async function wants({ asker }: Sources, given: string | undefined, words: string): Promise<boolean> {
  return given !== undefined || ((await asker?.decide(words, true)) ?? false);
}

async function tellers(sources: Sources): Promise<Pick<Setup, 'slack' | 'jira' | 'alarms'>> {
  const { flags } = sources;
  const slack = (await wants(sources, flags.slack, 'Tell people through Slack?'))
    ? await answer(sources, {
        flag: '--slack',
        given: flags.slack,
        words: 'The Slack channel for the daily report and for whatever has no owner',
        read: readers.channel,
        fallback: '#cloudtrail',
      })
    : undefined;
  const jira = (await wants(sources, flags.jira, 'Write tickets in Jira Cloud?'))
    ? {
        server: await answer(sources, {
          flag: '--jira',
          given: flags.jira,
          words: 'The address of the Jira site',
          read: readers.site,
        }),
        project: await answer(sources, {
          flag: '--jira-project',
          given: flags.jiraProject,
          words: 'The key of the project that gets the tickets',
          read: readers.project,
        }),
      }
    : undefined;
  const alarms = (await wants(sources, flags.alarms, 'Name who hears when Trailwarden itself is in trouble?'))
    ? await answer(sources, {
        flag: '--alarms',
        given: flags.alarms,
        words: 'Who hears of it: mailto:... or https://...',
        read: readers.alarms,
      })
    : undefined;
  return { slack, jira, alarms };
}

/** Everything that a configuration needs, from flags, answers, AWS and an import. Throws `Failure` for what is missing. */
export async function makeSetup(sources: Sources): Promise<Setup> {
  const { flags, known } = sources;
  const mainAccount = await answer(sources, {
    flag: '--main-account',
    given: flags.mainAccount,
    words: 'The account that Trailwarden is deployed in',
    read: readAccount,
    fallback: inAws(sources, 'main_account_id') ?? known.account,
  });
  const region = await answer(sources, {
    flag: '--deploy-region',
    given: flags.deployRegion,
    words: 'The Region that it is deployed in',
    read: readRegion,
    fallback: inAws(sources, 'region') ?? known.region,
  });
  const roleName = await answer(sources, {
    flag: '--role-name',
    given: flags.roleName,
    words: 'The role that it reads with in every watched account',
    read: readers.role,
    fallback: inAws(sources, 'role_name_identification') ?? 'trailwarden-read',
  });
  const roll = await whole(sources);
  const organization =
    roll?.id === undefined || roll.management === undefined
      ? undefined
      : { id: roll.id, management: roll.management };
  const names = roll === undefined ? await accountsOf(sources) : new Map([[mainAccount, 'security']]);
  return { mainAccount, region, roleName, accounts: names, organization, ...(await tellers(sources)) };
}
