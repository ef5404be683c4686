import type { Clock } from '#simulators/wire.ts';
import type { HttpAnswer } from '#simulators/stand-in/server.ts';
import { jiraRateLimited, type JiraCall } from './call.ts';

/** How often Jira may be called; `on` may be changed while the stand-in runs, default true. */
export interface JiraRates {
  on: boolean;
}

/** A limit: a number of calls within a number of milliseconds. */
interface Limit {
  readonly calls: number;
  readonly within: number;
}

// Atlassian, "Rate limiting" of the Jira Cloud platform: requests per second and method, and writes to one issue.
const reads: readonly Limit[] = [{ calls: 100, within: 1000 }];
const writes: readonly Limit[] = [{ calls: 50, within: 1000 }];
const writesToOneIssue: readonly Limit[] = [
  { calls: 20, within: 2000 },
  { calls: 100, within: 30_000 },
];

/** Counts calls by the clock; answers 429 for a call over the limit, else undefined. */
export function jiraPace(clock: Clock, rates: JiraRates): (call: JiraCall) => HttpAnswer | undefined {
  const past = new Map<string, number[]>();
  const wait = (what: string, limits: readonly Limit[]): number => {
    const now = clock.now();
    const calls = past.get(what) ?? [];
    const waits = limits.map(({ calls: most, within }) => {
      const recent = calls.filter((at) => at > now - within);
      return recent.length < most ? 0 : (recent[0] ?? now) + within - now;
    });
    past.set(what, [...calls.filter((at) => at > now - 30_000), now]);
    return Math.max(0, ...waits);
  };
  return ({ method, path }) => {
    if (!rates.on) return undefined;
    const isRead = method === 'GET' || path.endsWith('/search/jql');
    const issue = isRead ? undefined : /\/issue\/([A-Z][A-Z0-9_]*-\d+)/.exec(path)?.[1];
    const waits = [
      wait(isRead ? 'reads' : 'writes', isRead ? reads : writes),
      issue === undefined ? 0 : wait(issue, writesToOneIssue),
    ];
    const longest = Math.max(...waits);
    return longest > 0 ? jiraRateLimited(Math.ceil(longest / 1000)) : undefined;
  };
}
