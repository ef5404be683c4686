import type { JiraCall } from '#simulators/jira/call.ts';
import type { SlackCall } from '#simulators/slack/call.ts';
import type { BusEvent } from '#simulators/wire.ts';

/** An event on the demo's timeline. */
export interface Moment {
  readonly kind: 'event' | 'message' | 'edit' | 'reply' | 'ticket' | 'comment' | 'status' | 'text';
  /** Where it happened. */
  readonly place: 'AWS' | 'Slack' | 'Jira';
  readonly text: string;
  /** On the local cloud's clock, in milliseconds since the epoch. */
  readonly at: number;
  /** When it was noted, by `performance.now()`. */
  readonly noted: number;
}

type Noted = Omit<Moment, 'at' | 'noted'>;

/** A request to Slack as a moment; undefined for those that change nothing a person sees. */
export function slackMoment({ method, args }: SlackCall): Noted | undefined {
  if (method === 'chat.update')
    return { kind: 'edit', place: 'Slack', text: 'the message is brought up to date' };
  if (method !== 'chat.postMessage') return undefined;
  return args['thread_ts'] === undefined
    ? { kind: 'message', place: 'Slack', text: 'a new message in #cloudtrail' }
    : { kind: 'reply', place: 'Slack', text: 'a reply in its thread, shown in the channel too' };
}

/** A request to Jira as a moment; undefined for those that change nothing a person sees. */
export function jiraMoment({ method, path }: JiraCall): Noted | undefined {
  const [, key, part] = /\/issue(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
  const place = 'Jira' as const;
  if (method === 'PUT' && key !== undefined && part === undefined)
    return { kind: 'text', place, text: `${key} is brought up to date` };
  if (method !== 'POST' || !/\/issue(\/|$)/.test(path)) return undefined;
  if (key === undefined) return { kind: 'ticket', place, text: 'a new ticket' };
  if (part === 'comment') return { kind: 'comment', place, text: `a comment on ${key}` };
  if (part === 'transitions') return { kind: 'status', place, text: `${key} changes its status` };
  return undefined;
}

/** An event that a member account sent to the central bus. */
export function busMoment(event: BusEvent, accountName: string): Noted {
  const { eventName } = event.detail as { readonly eventName?: string };
  const text = `the event ${eventName ?? event['detail-type']} of ${accountName} is on the central bus`;
  return { kind: 'event', place: 'AWS', text };
}

/** Everything noted so far, and a way to wait for more. */
export interface Moments {
  readonly all: readonly Moment[];
  note(moment: Noted | undefined): void;
  /** The next moment of that kind, from the `from`th moment on; throws after `limit` real milliseconds. */
  next(kind: Moment['kind'], from: number, limit: number): Promise<Moment>;
}

/** An empty record; `heard` is called with every moment at once. */
export function startMoments(now: () => number, heard: (moment: Moment) => void): Moments {
  const all: Moment[] = [];
  let waiting: (() => void)[] = [];
  const find = (kind: Moment['kind'], from: number) => all.slice(from).find((one) => one.kind === kind);
  return {
    all,
    note: (noted) => {
      if (noted === undefined) return;
      const moment = { ...noted, at: now(), noted: performance.now() };
      all.push(moment);
      heard(moment);
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    next: async (kind, from, limit) => {
      const until = performance.now() + limit;
      for (let found = find(kind, from); ; found = find(kind, from)) {
        if (found) return found;
        if (performance.now() >= until) throw new Error(`no ${kind} within ${limit / 1000} s`);
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          setTimeout(resolve, until - performance.now()).unref();
        });
      }
    },
  };
}
