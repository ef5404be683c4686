import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readingLine, readingOn } from '#cli/output/reading.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

function terminal(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream;
  const shown: string[] = [];
  stream.on('data', (part: Buffer) => shown.push(part.toString()));
  return { stream, text: () => shown.join('') };
}

test.each([
  [50_000_000, 100_000_000, '50 of 100 MB read'],
  [1_400_000, undefined, '1 MB read'],
])('%i bytes of %s are said in megabytes', (bytes, total, line) => {
  expect(readingLine(bytes, total)).toBe(line);
});

test('on a terminal a long file shows how far it is read, at most five times a second', () => {
  const { stream, text } = terminal(true);
  const reading = readingOn(stream, 100_000_000);
  reading.read('a.json', 1_000_000);
  expect(text()).toBe('');
  vi.advanceTimersByTime(1500);
  reading.read('a.json', 20_000_000);
  reading.read('a.json', 21_000_000);
  expect(text().match(/MB read/g)).toHaveLength(1);
  vi.advanceTimersByTime(300);
  reading.read('b.json', 30_000_000);
  expect(text()).toContain('51 of 100 MB read');
  reading.clear();
  const before = text().length;
  reading.clear();
  expect(text()).toHaveLength(before);
});

test('nothing is shown where standard error is no terminal', () => {
  const { stream, text } = terminal(false);
  const reading = readingOn(stream, 100);
  vi.advanceTimersByTime(5000);
  reading.read('a.json', 50);
  reading.clear();
  expect(text()).toBe('');
});
