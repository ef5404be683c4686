import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { unknownOption } from '#cli/known-options.ts';

const args = {
  events: { type: 'positional' },
  count: { type: 'string' },
  json: { type: 'boolean' },
} as const;

describe('an option of the command line', () => {
  it.each([
    [['--cuont', '5'], '--cuont'],
    [['--cuont=5'], '--cuont'],
    [['file.json', '--jsn'], '--jsn'],
    [['-x'], '-x'],
    [['--count', '5', '--jsn'], '--jsn'],
  ])('%j has one that nobody knows', (raw, unknown) => {
    expect(unknownOption(raw, args)).toBe(unknown);
  });

  it.each([
    [['--count', '5', '--json', 'file.json']],
    [['--count=5', '--no-json']],
    [['--count', '--odd']],
    [['--count', '-1']],
    [['-']],
    [['--', '--a-file']],
    [[]],
  ])('%j has only known ones', (raw) => {
    expect(unknownOption(raw, args)).toBeUndefined();
  });

  it('is not a word where none is expected, as when a directory is named without its option', () => {
    const { count } = args;
    expect(unknownOption(['--count', '5', 'a-directory'], { count })).toBe('a-directory');
    expect(unknownOption(['--count', '5'], { count })).toBeUndefined();
  });

  it('that is mistyped is refused before anything is done, with those that there are', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['src/cli/main.ts', 'soak', '--cuont', '5'],
      { encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'There is no option --cuont. The options are: --count, --seed.\n',
    });
  });
});
