import { styleText } from 'node:util';
import { harmless, wrapped } from '#simulators/stand-in/terminal.ts';
import type { Screen, Stage } from './stage.ts';
import type { Listener } from './story.ts';

/** Writes one line. */
export type Write = (line: string) => void;

const width = 96;
const bold = (text: string): string => styleText('bold', text);
const dim = (text: string): string => styleText('dim', text);

/** How long after the chapter's beginning, e.g. `+0.28 s`, `+2 min 04 s`. */
export function sinceBeginning(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 60) return `+${seconds.toFixed(2)} s`;
  const whole = Math.round(seconds);
  return `+${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A duration in the unit that suits it. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Lines with a timeline of their own per chapter. */
function timeline(write: Write) {
  let began: number | undefined;
  let last = '';
  // A picture is followed by an empty line.
  let airy = false;
  const put: Write = (text) => {
    if (airy) write('');
    airy = false;
    write(text);
  };
  return {
    put,
    begin: () => {
      [began, last, airy] = [undefined, '', false];
      write('');
    },
    line: (place: string, text: string, at: number): void => {
      began ??= at;
      const said = `${place.padEnd(6)} ${harmless(text)}`;
      // Consecutive edits are shown as one line.
      if (said !== last) put(`${dim(sinceBeginning(at - began).padStart(14))}  ${said}`);
      last = said;
    },
    picture: (title: string, text: string): void => {
      write('');
      write(`  ${dim(title)}`);
      for (const one of text.split('\n')) write(`  ${one}`);
      [last, airy] = ['', true];
    },
  };
}

/** Shows the story to a person as it happens: a timeline, what was seen in Slack and Jira, and what it proves. */
export function terminalScreen(write: Write): Screen & Listener<Stage> {
  const { put, begin, line, picture } = timeline(write);
  return {
    moment: ({ place, text, at }) => line(place, text, at),
    deed: line,
    picture,
    chapter: ({ title, about }, number) => {
      begin();
      write(bold(`${number}  ${title}`));
      for (const one of wrapped(about, width - 6)) write(`   ${dim(one)}`);
      write('');
    },
    result: ({ promise, measures }, { ok, ms, expected, actual }) => {
      const mark = ok ? styleText('green', '✓') : styleText('red', '✗');
      const time = measures === undefined ? '' : `: ${bold(duration(ms))} ${dim(measures)}`;
      put(`${' '.repeat(14)}${mark} ${promise}${time}`);
      if (ok) return;
      put(`${' '.repeat(16)}expected  ${harmless(JSON.stringify(expected))}`);
      put(`${' '.repeat(16)}actual    ${harmless(JSON.stringify(actual))}`);
    },
  };
}

/** One line of JSON per step: {step, expected, actual, ok, ms}. */
export function jsonScreen(write: Write): Screen & Listener<Stage> {
  const nothing = (): void => undefined;
  return {
    moment: nothing,
    deed: nothing,
    picture: nothing,
    chapter: nothing,
    result: (_, result) => write(JSON.stringify(result)),
  };
}
