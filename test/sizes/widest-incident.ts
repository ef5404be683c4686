import { encodeFinding } from '#adapters/wire/finding-codec.ts';
import { encodeIssue } from '#adapters/wire/issue-codec.ts';
import {
  heartbeatKey,
  heartbeatPartition,
  incidentKey,
  incidentPartitions,
  memberKey,
  openPlaceKey,
  openPlacePartition,
  openPlacePartitions,
} from '#adapters/wire/state-keys.ts';
import { causeKey, findingKey } from '#domain/findings/finding.ts';
import { wideId } from '#domain/issues/incident-id.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import { account, arn, at, evidence, finding, incidentId, region, trigger } from '#test/given/incidents.ts';
import { outcome } from '#test/given/days.ts';
import type { Rows } from './paged-table.ts';

/** The largest organization that is promised: each account with every Region of the partition. */
export const accountsCount = 5000;
export const regionsCount = 34;

const subject = arn('arn:aws:cloudtrail:eu-west-1:111111111111:trail/organization-trail');
const cause = causeKey('not-recording', subject);
export const widest = wideId(incidentId('170000-members'));
const [own, ...ofMembers] = incidentPartitions(widest);

/** Accounts whose last three digits count up, so that they spread over the partitions as real ones do. */
export const accountAt = (index: number) => account(String(400_000_000_000 + index));
const regions = Array.from({ length: regionsCount }, (_, index) => region(`eu-west-${index + 1}`));
const places = (of: readonly number[]): Rows & { placeAt: (index: number) => ReturnType<typeof placeOf> } => {
  const placeAt = (index: number) => placeOf(of[Math.floor(index / regionsCount)]!, index % regionsCount);
  return { count: of.length * regionsCount, placeAt, row: placeAt };
};
const placeOf = (which: number, inside: number) => ({
  account: accountAt(which),
  region: regions[inside]!,
  // Each place was looked at when its turn came: the milestones and the digest have as many times to go through.
  seenAt: plusSeconds(at('12:00:10'), which / 10),
});

function stopped({ seenAt }: Pick<ReturnType<typeof placeOf>, 'seenAt'>, incident = widest) {
  return finding({
    subject,
    incident,
    cause,
    openedAt: seenAt,
    seenAt,
    evidence: {
      ...evidence,
      trailName: 'organization-trail',
      organization: true,
      stoppedAt: at('12:00:08'),
      startedAt: at('08:00:00'),
      deliveredAt: at('11:55:00'),
    },
  });
}

const everyAccount = Array.from({ length: accountsCount }, (_, index) => index);

function membersIn(partition: number): Rows {
  const { count, placeAt } = places(everyAccount.filter((index) => index % 8 === partition));
  return {
    count,
    row(index) {
      const place = placeAt(index);
      const key = memberKey(widest, place.account, place.region, findingKey('logging-stopped', subject));
      return { ...key, account: place.account, region: place.region, finding: encodeFinding(stopped(place)) };
    },
  };
}

const incidentRows: Rows = {
  count: 2,
  row: (index) =>
    index === 0
      ? { ...incidentKey(widest), id: widest, cause, openedAt: at('12:00:10') }
      : { ...incidentKey(widest), sk: 'event#e-1', trigger: trigger() },
};

/** The rows of the state table: the incident, its cause and its members in their partitions, open places and heartbeats in theirs. */
export function stateRows(partition: string | undefined): Rows | undefined {
  if (partition === own) return incidentRows;
  if (partition === heartbeatPartition) return heartbeatRows();
  const index = ofMembers.indexOf(partition ?? '');
  return index < 0 ? openPlacesIn(partition) : membersIn(index);
}

const placesOfAll = Array.from({ length: openPlacePartitions }, (_, index) => openPlacePartition(index));

/** The last heartbeats: each third account has not sent any for hours. */
const heartbeatRows = (): Rows => {
  const { count, placeAt } = places(everyAccount);
  return {
    count,
    row(index) {
      const { account: of, region: here } = placeAt(index);
      const isSilent = Math.floor(index / regionsCount) % 3 === 0;
      return {
        ...heartbeatKey(of, here),
        account: of,
        region: here,
        at: at(isSilent ? '02:00:00' : '12:20:00'),
      };
    },
  };
};

/** The accounts' answers to the last sweep. */
export const outcomesOfAll = everyAccount.map((index) => outcome(accountAt(index), { regions }));

function openPlacesIn(partition: string | undefined): Rows | undefined {
  if (!placesOfAll.includes(partition ?? '')) return undefined;
  const own = places(
    everyAccount.filter((index) => openPlaceKey(accountAt(index), regions[0]!).pk === partition),
  );
  return {
    count: own.count,
    row(index) {
      const { account: of, region: here, seenAt: lookedAt } = own.placeAt(index);
      const keys = [findingKey('logging-stopped', subject)];
      return { ...openPlaceKey(of, here), account: of, region: here, keys, blind: true, lookedAt };
    },
  };
}

const everyPlace = places(everyAccount);

function issueAt(index: number, incident = widest): object {
  const place = everyPlace.placeAt(index);
  const found = stopped(place, incident);
  const issue = {
    account: place.account,
    region: place.region,
    version: 1,
    status: 'open' as const,
    timestamps: { identified: place.seenAt, updated: place.seenAt },
    disabled: true,
    findings: new Map([[findingKey(found.rule, found.subject), found]]),
  };
  return { account_id: place.account, issue_id: place.region, ...encodeIssue(issue), jira_details: {} };
}

/** The rows of the issue table while every place is open, all of them in one incident. */
export const issueRows: Rows = { count: everyPlace.count, row: (index) => issueAt(index) };

/** The same before the baseline is accepted: each account has an incident of its own. */
export const baselineRows: Rows = {
  count: everyPlace.count,
  row: (index) => issueAt(index, incidentId(`i-${Math.floor(index / regionsCount)}`)),
};
