import type { Announcement } from '#domain/announcements/announcement.ts';
import type { Channel, SendResult, Recipient, ToldRef } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';

/** The scripted outcome of the next call of a method; without a script the call succeeds. */
export type Scripted =
  | Exclude<SendResult, { kind: 'done' | 'unknown' }>
  /** The response is lost; `happened` says whether the call took effect. */
  | { readonly kind: 'unknown'; readonly why: string; readonly happened: boolean };

/** The methods whose outcome can be scripted. */
export type ChannelMethod = Exclude<keyof Channel, 'name' | 'grace' | 'attaches'>;

/** A message or ticket in its present state. */
export interface MemoryMessage {
  readonly ref: string;
  readonly marker: string;
  readonly postedAt: number;
  readonly recipient: Recipient;
  /** The announcement when the message was posted; `shown` is the present one. */
  readonly first: Announcement;
  shown: Announcement;
  /** Ids of its milestones in order, repetitions included. */
  readonly said: string[];
  finished: boolean;
  deleted: boolean;
}

/** A channel whose outcomes can be scripted. */
export interface MemoryChannel extends Channel {
  readonly messages: readonly MemoryMessage[];
  /** Every call, in order. */
  readonly calls: readonly ChannelMethod[];
  /** Scripts the outcomes of the next calls of `method`, in order. */
  next(method: ChannelMethod, ...outcomes: readonly Scripted[]): void;
}

/** Clock and settings of a channel in memory. */
export interface MemoryChannelOptions {
  readonly clock: Clock;
  readonly name?: Channel['name'];
  /** How long `find` does not see a new message, in milliseconds; at most `grace`. */
  readonly indexLag?: number;
  readonly grace?: number;
}

function place(recipient: Recipient): string {
  return recipient.channel === 'slack' ? recipient.to : recipient.project;
}

const done = <Value>(value: Value): SendResult<Value> => ({ kind: 'done', value });

const toldAt = ({ ref, recipient }: MemoryMessage): ToldRef => ({ ref, place: place(recipient) });

/** Runs calls as scripted, and records them. */
function scriptedCalls() {
  const calls: ChannelMethod[] = [];
  const scripts = new Map<ChannelMethod, Scripted[]>();
  return {
    calls,
    next: (method: ChannelMethod, ...outcomes: readonly Scripted[]) =>
      void scripts.set(method, [...(scripts.get(method) ?? []), ...outcomes]),
    async act<Value>(method: ChannelMethod, work: () => SendResult<Value>): Promise<SendResult<Value>> {
      calls.push(method);
      const outcome = scripts.get(method)?.shift();
      if (outcome === undefined) return work();
      if (outcome.kind !== 'unknown') return outcome;
      if (outcome.happened) work();
      return { kind: 'unknown', why: outcome.why };
    },
  };
}

/** A message as it is first posted. */
function messageOf(
  posted: Pick<MemoryMessage, 'ref' | 'marker' | 'recipient' | 'shown' | 'postedAt'>,
): MemoryMessage {
  return { ...posted, first: posted.shown, said: [], finished: false, deleted: false };
}

/** A channel in memory, with scriptable outcomes. */
export function memoryChannel(options: MemoryChannelOptions): MemoryChannel {
  const { clock, name = 'slack', indexLag = 0, grace = 0 } = options;
  const messages: MemoryMessage[] = [];
  const { calls, next, act } = scriptedCalls();
  function on<Value>(told: ToldRef, work: (message: MemoryMessage) => Value): SendResult<Value> {
    const message = messages.find(({ ref, deleted }) => ref === told.ref && !deleted);
    return message ? done(work(message)) : { kind: 'gone', why: `${told.ref} is not there any more` };
  }
  return {
    name,
    grace,
    messages,
    calls,
    next,
    open: (recipient, shown, marker) =>
      act('open', () => {
        const ref = `${place(recipient)}-${messages.length + 1}`;
        messages.push(messageOf({ ref, marker, recipient, shown, postedAt: clock.now() }));
        return done({ ref, place: place(recipient) });
      }),
    find: (_recipient, marker, since) =>
      act('find', () => {
        const sought = messages.filter((one) => one.marker === marker && one.postedAt >= since);
        const found = sought.find((one) => !one.deleted && clock.now() >= one.postedAt + indexLag);
        return done(found && toldAt(found));
      }),
    change: (told, shown) => act('change', () => on(told, (message) => void (message.shown = shown))),
    say: (told, _announcement, { id }) => act('say', () => on(told, ({ said }) => void said.push(id))),
    said: (told) => act('said', () => on(told, ({ said }) => [...said])),
    finish: (told) =>
      act('finish', () =>
        on(told, (message): 'done' | 'left-open' => {
          message.finished = true;
          return 'done';
        }),
      ),
  };
}
