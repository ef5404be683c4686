import { clearLine, cursorTo } from 'node:readline';
import { duration } from '#domain/announcements/wording.ts';

/** Says on a terminal how far a scan has come; says nothing where standard error is no terminal. */
export interface Progress {
  /** One account is known to have this many Regions. */
  readonly counted: (regions: number) => void;
  /** One Region was looked at. */
  readonly looked: () => void;
  readonly say: (words: string) => void;
  readonly end: () => void;
}

const silent: Progress = {
  counted: () => undefined,
  looked: () => undefined,
  say: () => undefined,
  end: () => undefined,
};

/** The line of progress: done of how many, how fast, and the time left. */
export function progressLine(state: {
  readonly done: number;
  readonly known: number;
  readonly accounts: number;
  readonly accountsKnown: number;
  readonly seconds: number;
}): string {
  const { done, known, accounts, accountsKnown, seconds } = state;
  const each = accountsKnown === 0 ? 17 : known / accountsKnown;
  const all = Math.max(known, Math.round(each * accounts), 1);
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 && done < all ? `, ${duration(((all - done) / rate) * 1000)} left` : '';
  return `${done} of about ${all} Regions in ${accounts} accounts (${rate.toFixed(0)}/s${left})`;
}

/** How often the line is written anew, in milliseconds. */
const everyMs = 200;

/** The progress of a scan of `accounts` accounts on `stream`. */
export function progressOn(stream: NodeJS.WriteStream, accounts: number): Progress {
  if (!stream.isTTY || process.env['TERM'] === 'dumb') return silent;
  const began = performance.now();
  let [done, known, accountsKnown, words] = [0, 0, 0, ''];
  const wipe = (): void => {
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  const draw = (): void => {
    wipe();
    const seconds = (performance.now() - began) / 1000;
    const line = words === '' ? progressLine({ done, known, accounts, accountsKnown, seconds }) : words;
    stream.write(line.slice(0, Math.max(20, stream.columns - 1)));
  };
  const timer = setInterval(draw, everyMs);
  timer.unref();
  return {
    counted: (regions) => {
      known += regions;
      accountsKnown += 1;
    },
    looked: () => void (done += 1),
    say: (next) => void (words = next),
    end: () => {
      clearInterval(timer);
      wipe();
    },
  };
}
