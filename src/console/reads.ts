import { queueAt } from '#adapters/aws/central-parts.ts';
import { cloudWatchDecisions } from '#adapters/aws/cloud-watch-decisions.ts';
import { sqsDeadLetters } from '#adapters/aws/sqs-dead-letters.ts';
import { code, count, say } from '#domain/announcements/wording.ts';
import { acceptanceWords } from '#domain/reports/acceptance-words.ts';
import { accountOwner } from '#config/ticket-owners.ts';
import { coverageWords, listWords } from '#domain/reports/coverage-lines.ts';
import type { DayFacts, DeadLetters } from '#domain/reports/day-facts.ts';
import { offWords, sentencesOf } from '#domain/reports/own-lines.ts';
import { exemptionsOf } from '#domain/issues/acceptance.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { instant } from '#domain/values/instant.ts';
import { directoryOf } from '#doors/accounts.ts';
import { selfCheckOf } from '#doors/day.ts';
import { dynamoStores } from '#doors/stores.ts';
import { gatherDay } from '#usecases/day/gather-day.ts';
import { seeIncident, type SeenIncident } from '#usecases/see/see-incident.ts';
import { mapOf, seePlaces } from '#usecases/see/see-organization.ts';
import { seePlace } from '#usecases/see/see-place.ts';
import type { Centre, ConsoleOptions } from './centre.ts';
import type { AcceptanceView, DeadLetterView, HealthView, IncidentLine } from './model.ts';
import type { WatchReads, Whole } from './watch.ts';

const day = 24 * 3600_000;

/** An incident as a line of the list. */
export function lineOf({ announcement, openedAt, accounts, told }: SeenIncident): IncidentLine {
  const { incident: id, headline, status, severity } = announcement;
  return { id, headline, status, severity, openedAt, accounts, told };
}

function lettersOf(queues: readonly DeadLetters[]): readonly DeadLetterView[] {
  return queues.map(({ queue, messages, replay }) => ({
    queue,
    messages,
    words: say(
      `${count(messages, 'message')} in `,
      code(queue),
      ' could not be handled. Replay: ',
      code(replay, 300),
    ),
  }));
}

function parts({ config, clock }: ConsoleOptions, centre: Centre) {
  const stores = dynamoStores(centre.tables, centre.dynamoDb);
  const directory = directoryOf(config, { rolls: stores.rolls, clock });
  const jiraSite = config.jira.site;
  const deadLetters = sqsDeadLetters({ sqs: centre.sqs, urls: centre.deadLetterUrls });
  const { incidents, receipts, issues } = stores;
  return {
    stores,
    directory,
    deadLetters,
    feed: cloudWatchDecisions({ logs: centre.logs, group: centre.logGroup }),
    incident: seeIncident({ incidents, receipts, directory, clock, jiraSite }),
    places: seePlaces({ issues }),
    place: seePlace({ issues, directory }),
  };
}

type Parts = ReturnType<typeof parts>;

async function healthOf(centre: Centre, facts: DayFacts, own: Parts): Promise<HealthView> {
  const { heartbeats, forwarding } = own.stores;
  const [beats, checks, queues] = await Promise.all([
    heartbeats.listHeartbeats(),
    forwarding.listChecks(),
    Promise.all(
      Object.entries(centre.queues).map(async ([name, url]) => {
        const { waiting } = await queueAt(centre, url);
        return { name, waiting };
      }),
    ),
  ]);
  const lastAt = beats.reduce((latest, { at }) => Math.max(latest, at), 0);
  const oldestAt = checks.reduce((oldest, { at }) => Math.min(oldest, at), Infinity);
  return {
    lead: [...offWords(facts), ...coverageWords(facts), ...listWords(facts)],
    remarks: [...sentencesOf(facts.foremost), ...sentencesOf(facts.selfCheck)],
    heartbeats: { places: beats.length, lastAt: beats.length === 0 ? undefined : lastAt },
    looks: { accounts: checks.length, oldestAt: checks.length === 0 ? undefined : oldestAt },
    queues,
  };
}

/** What was accepted at run time, newest first, then what whitelist.json accepts. */
async function acceptancesOf(
  { config, clock }: ConsoleOptions,
  { names }: DayFacts,
  { stores }: Parts,
): Promise<readonly AcceptanceView[]> {
  const now = clock.now();
  const made = (await stores.acceptances.listAcceptances()).toSorted((a, b) => b.at - a.at);
  const atRunTime = made.flatMap((acceptance) =>
    exemptionsOf(acceptance).map((exemption, index) => ({
      id: acceptance.incident,
      words: acceptanceWords(exemption, names, now),
      // All findings of an incident are taken back together.
      revocable: index === 0 && acceptance.until > now,
    })),
  );
  const whitelisted = [...config.exemptions.values()].flat().map((exemption, index) => ({
    id: `whitelist-${index}`,
    words: acceptanceWords(exemption, names, now),
    revocable: false,
  }));
  return [...atRunTime, ...whitelisted];
}

async function readWhole(options: ConsoleOptions, centre: Centre, own: Parts): Promise<Whole> {
  const { config, clock } = options;
  const { stores, directory, deadLetters } = own;
  const issues: Issue[] = [];
  for await (const issue of stores.issues.listAllUnclosed()) issues.push(issue);
  const gather = gatherDay({
    directory,
    deadLetters,
    clock,
    sweeps: stores.sweeps,
    destinations: stores.destinations,
    receipts: stores.receipts,
    baseline: stores.baseline,
    // Health needs no incident, and the issues were just read.
    all: { listIssues: async function* () {} },
    selfCheck: selfCheckOf({ config, stores, directory, clock }),
    exemptions: [],
    acceptances: stores.acceptances,
    ownerOf: (account) => accountOwner(config, account),
    jiraSite: config.jira.site,
    enabled: config.cloudtrails.enabled,
  });
  const gathered = await gather(instant(clock.now() - day));
  const facts: DayFacts = { ...gathered, repaired: [], mismatches: [], untold: [] };
  const { names, sweep } = facts;
  return {
    map: mapOf({ names, sweep, issues }),
    health: await healthOf(centre, facts, own),
    letters: lettersOf(facts.deadLetters),
    acceptances: await acceptancesOf(options, facts, own),
  };
}

/** The reads of a console from the tables, queues and logs of a deployed stage. */
export function consoleReads(options: ConsoleOptions, centre: Centre) {
  const own = parts(options, centre);
  let outcomes: Whole['map']['outcomes'] = new Map();
  const watch: WatchReads = {
    readWhole: async () => {
      const whole = await readWhole(options, centre, own);
      outcomes = whole.map.outcomes;
      return whole;
    },
    listOpenPlaces: () => own.stores.open.listOpenPlaces(),
    seePlaces: own.places,
    listLiving: () => own.stores.living.listLiving(),
    readLine: async (id) => {
      const seen = await own.incident(id);
      return seen && lineOf(seen);
    },
    listDecisions: (since) => own.feed.listDecisions(since),
    now: () => options.clock.now(),
  };
  return {
    watch,
    stores: own.stores,
    directory: own.directory,
    incident: own.incident,
    place: own.place,
    /** The outcomes of the last sweep by account, as they were last read. */
    lastOutcomes: () => outcomes,
  };
}
