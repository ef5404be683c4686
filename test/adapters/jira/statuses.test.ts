import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendResult, ToldRef } from '#ports/channel.ts';
import { channelTo, jiraSite, to } from './jira-site.ts';
import { stoppedTrail } from './stopped-trail.ts';

/**
 * What becomes of a telling: `later` is repeated by itself; `unknown` is looked up, then repeated; `gone` makes a new ticket;
 * `refused` is a dead letter, tried again for 24 hours, and told by Slack's message; `left-open` leaves a comment for a person.
 */
type Fate = 'later' | 'unknown' | 'gone' | 'refused' | 'left-open';

/**
 * The statuses that Jira documents for the calls that are made, and those of HTTP on the way to it (Jira Cloud REST API v3:
 * issues, issue comments, issue search, transitions; RFC 9110; read 2026-11-29).
 */
const fates: Readonly<Record<'open' | 'find' | 'change' | 'say' | 'said' | 'finish', Record<string, Fate>>> =
  {
    open: {
      '301 302 307 308': 'refused',
      '400 401 402 403 404 405 406 410 413 415 422 451': 'refused',
      '408': 'unknown',
      '409 429': 'later',
      '500 501 502 503 504 520 524': 'unknown',
    },
    find: {
      '302 400 401 403 404 410 413 422': 'refused',
      '408 409 429 500 502 503 504': 'later',
    },
    change: {
      '302 400 401 403 413 422': 'refused',
      '404': 'gone',
      '408 409 429 500 502 503 504': 'later',
    },
    say: {
      '302 400 401 403 413 422': 'refused',
      '404': 'gone',
      '409 429': 'later',
      '408 500 502 503 504': 'unknown',
    },
    said: { '302 400 401 403': 'refused', '404': 'gone', '408 409 429 500 502 503 504': 'later' },
    finish: {
      '302 401 403 413 422': 'refused',
      '400': 'left-open',
      '404': 'gone',
      '408 409 429 500 502 503 504': 'later',
    },
  };

/** The call on which each depends. */
const decisive: Readonly<Record<keyof typeof fates, string>> = {
  open: 'POST /issue',
  find: '/search/jql',
  change: 'PUT /issue/',
  say: '/comment',
  said: '/comment',
  finish: 'POST /transitions',
};

const { jira, channel } = await jiraSite();
afterAll(() => jira.stop());
afterEach(() => {
  jira.hook = () => 'serve';
});

let told: ToldRef;
beforeEach(async () => {
  const opened = await channelTo(jira).open(to('AWSSEC'), stoppedTrail(), crypto.randomUUID());
  if (opened.kind !== 'done') throw new Error(opened.why);
  told = opened.value;
});

const milestone = { id: 'resolved', words: [{ kind: 'text' as const, text: 'Over.' }] };
const calls: Readonly<Record<keyof typeof fates, () => Promise<SendResult<unknown>>>> = {
  open: () => channel.open(to('AWSSEC'), stoppedTrail(), crypto.randomUUID()),
  find: () => channel.find(to('AWSSEC'), 'm', 0),
  change: () => channel.change(told, stoppedTrail({ headline: 'another' })),
  say: () => channel.say(told, stoppedTrail(), milestone),
  said: () => channel.said(told),
  finish: () => channel.finish(told, stoppedTrail()),
};

function isDecisive(method: string, path: string, call: string): boolean {
  const [part = '', verb = method] = call.split(' ').reverse();
  return verb === method && path.includes(part);
}

const cases = Object.entries(fates).flatMap(([name, statuses]) =>
  Object.entries(statuses).flatMap(([list, fate]) =>
    list.split(' ').map((status) => [name as keyof typeof fates, Number(status), fate] as const),
  ),
);

describe('a telling that Jira, or what is before it, answers with an error', () => {
  it.each(cases)('%s: %s is %s', async (name, status, fate) => {
    let met = 0;
    jira.hook = ({ method, path }) => {
      if (!isDecisive(method, path, decisive[name])) return 'serve';
      met += 1;
      return { status, body: { errorMessages: ['no'] }, headers: { location: 'https://example.com' } };
    };
    const result = await calls[name]();
    expect(met).toBeGreaterThan(0);
    if (fate === 'left-open') expect(result).toEqual({ kind: 'done', value: 'left-open' });
    else expect(result.kind).toBe(fate);
    // Nothing ends in silence: a reason is there for the letter, the log and the other channel.
    if (result.kind !== 'done') expect(result.why.length).toBeGreaterThan(5);
  });
});
