import type { Trigger } from '#domain/facts/trigger.ts';
import type { Burst } from '#domain/issues/burst.ts';
import type { AccountNames } from './affected.ts';
import { accountWords } from './affected.ts';
import type { Announcement, Fact, Sentence } from './announcement.ts';
import { eventLink } from './links.ts';
import { howWords, whoWords } from './who.ts';
import { clipped, code, listedUpTo, plain, say, window } from './wording.ts';

function targetOf({ trail, dependsOn }: Trigger): readonly string[] {
  if (trail) return [plain(trail.kind === 'arn' ? trail.arn : trail.name, 100)];
  return dependsOn ? [plain(`${dependsOn.kind} ${dependsOn.id}`, 100)] : [];
}

function actorsOf({ account, calls }: Burst, names: AccountNames): readonly Fact[] {
  const [first] = calls;
  return [
    { label: 'Who', value: whoWords(first.actor, names, account) },
    { label: 'How', value: howWords(first) },
  ];
}

function factsOf({ calls }: Burst): readonly Fact[] {
  const codes = calls.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.code] : []));
  const some = (texts: readonly string[]): Sentence => say(code(listedUpTo([...new Set(texts)], 4), 300));
  return [
    { label: 'Region', value: some(calls.map(({ region }) => plain(region, 40))) },
    { label: 'Calls', value: some(calls.map(({ eventName }) => plain(eventName, 64))) },
    { label: 'On', value: some(calls.flatMap(targetOf)) },
    { label: 'AWS says', value: some(codes.map((text) => plain(text, 64))) },
  ];
}

const untold =
  'Blocked calls open no issue and no ticket. Further ones of the same actor within the next hour are kept, and not told again.';
const ask = 'Ask this person what they are doing. Without an explanation, treat the credentials as stolen.';

/** The announcement of a burst of failed calls. */
export function burstAnnouncement(burst: Burst, names: AccountNames): Announcement {
  const { id, account, calls } = burst;
  const [first] = calls;
  const last = calls.at(-1) ?? first;
  const link = eventLink(first);
  const when = first.at === undefined ? [] : window(first.at, last.at ?? first.at);
  const where = accountWords(account, names);
  return {
    incident: id,
    status: 'open',
    severity: 'medium',
    headline: clipped(`MEDIUM: ${calls.length} blocked attempts to tamper with CloudTrail in ${where}`, 140),
    loss: [say('Every call failed', ...when, '; nothing was changed.')],
    facts: actorsOf(burst, names),
    details: factsOf(burst),
    references: [],
    affected: [],
    affectedLeftOut: 0,
    remedy: { words: say(ask) },
    links: link ? [link] : [],
    notes: [say(untold)],
    milestones: [],
    labels: [],
    done: false,
  };
}
