import { eventsOf, monitoredGroups } from '#domain/facts/monitored.ts';
import type { MonitoredGroup, HeardIn } from '#domain/facts/monitored-group.ts';
import { testPattern } from '#domain/facts/test-event.ts';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { centralPatterns, ownPatterns, patternName } from '#domain/facts/patterns.ts';

const where: Readonly<Record<HeardIn, string>> = {
  member: 'every account',
  organization: 'the management account and delegated administrators',
  'own-member': "every account, only the detector's own things",
  'own-central': "the detector's own account, only its own things",
};

/** The page docs/events.md: all events that are listened to, generated from their table. */
export function eventsMarkdown(): string {
  return `${[introduction, table(), effects, patterns()].join('\n\n')}\n`;
}

const introduction = `# What is listened to

Generated from \`src/domain/facts/monitored.ts\`; do not edit it by hand. Renew it with
\`npx vitest run test/events/events-docs.test.ts --update\`.

An event is a hint: it says where to look and who did it. What counts is the state that is read then.
An event whose pair of source and name is not in this table is passed over. A failed call is kept as an
attempt and never opens or closes an issue. Try it on your own events: \`npm run -s cli -- explain FILE\`.`;

function table(): string {
  const head = '| event source | event names | can break | listened to in |\n| --- | --- | --- | --- |';
  return [head, ...monitoredGroups.map(row)].join('\n');
}

function row(group: MonitoredGroup): string {
  const names = eventsOf(group).map(({ name, effect }) => `${name}${group.dated ? '*' : ''}${marks[effect]}`);
  const kind = group.serviceEvent ? ' (service event)' : '';
  const limit = group.onlyIf ? ` Only for ${group.onlyIf.oneOf.join(', ')}.` : '';
  const region = regionsOf(group);
  return `| ${group.service}.amazonaws.com${kind} | ${names.join(', ')} | ${group.canBreak}.${limit} | ${where[group.where]}, ${region} |`;
}

const deployed = new Map(forwardedPatterns().map(({ name, onlyIn }) => [name, onlyIn ?? 'every Region']));

/** The Regions of the rule that carries the events of `group`, as the member template deploys it. */
function regionsOf(group: MonitoredGroup): string {
  return deployed.get(patternName(group)) ?? "the detector's own Region";
}

const marks = { harm: ' (−)', repair: ' (+)', change: '' } as const;

const effects = `(−) does harm when it succeeds, (+) may repair, all others change things either way. A star stands for the API
date that Lambda puts behind its event names. Beside CloudTrail's events, \`Region Opt-In Status Change\` of
\`aws.account\` is listened to in every account.

## Where is looked, from the event alone

- A call on a trail: the trail's home Region, and all Regions when the request or the answer sets
  \`isMultiRegionTrail\`. From there the evaluation goes on to the other Regions that the trail was last seen to cover.
- A change to a bucket, key, log group, role or topic: only if a trail is known to depend on it; then that trail's
  accounts and Regions. A change to a rule, function, queue or the like: only if it is the detector's own.
- A record that does not say what it affected (parameters missing, or too large to be recorded): every trail of that
  account and Region.
- A managed policy or a key store, whose record names no role and no key: the delivery roles or keys of the account's
  own trails.
- An account that joins, leaves, moves or is closed, or whose policies change: all its Regions. Trusted access, delegated
  administrators and policies on organizational units: every account.`;

function patterns(): string {
  const test = { name: 'test-alert', pattern: testPattern('<the central account>'), onlyIn: undefined };
  const lists = [
    ['In every account', forwardedPatterns()],
    ['Further ones in the account of the detector', ownPatterns()],
    ['On the central bus', [...centralPatterns(), test]],
  ] as const;
  const sections = lists.map(([title, named]) => {
    const items = named.map(({ name, pattern, onlyIn }) => {
      const region = onlyIn === undefined ? '' : `, only in ${onlyIn}`;
      return `- \`${name}\`${region}: \`${JSON.stringify(pattern)}\``;
    });
    return `### ${title}\n\n${items.join('\n')}`;
  });
  return ['## The EventBridge patterns', ...sections].join('\n\n');
}
