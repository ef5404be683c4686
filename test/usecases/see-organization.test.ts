import { expect, it } from 'vitest';
import { account, finding, region } from '#test/given/incidents.ts';
import { accountIds, day, issue, outcome } from '#test/given/days.ts';
import { mapOf } from '#usecases/see/see-organization.ts';

const [one, two] = accountIds(2) as [ReturnType<typeof account>, ReturnType<typeof account>];
const central = account('123456789012');
const [ireland, tokyo, virginia] = ['eu-west-1', 'ap-northeast-1', 'us-east-1'].map(region) as [
  ReturnType<typeof region>,
  ReturnType<typeof region>,
  ReturnType<typeof region>,
];
const { names, sweep } = day(2, {
  outcomes: [outcome(one, { regions: [virginia, ireland] }), outcome(two, { regions: [tokyo, ireland] })],
});

it('the map has a row for each account in the order of their names, and a column for each Region by name', () => {
  const issues = [
    issue(one, ireland, finding()),
    issue(two, virginia, finding({ harm: 'redirected', severity: 'high' })),
  ];
  const map = mapOf({ names, sweep, issues });
  expect(map.regions).toEqual([tokyo, ireland, virginia]);
  expect([...map.rows]).toEqual([
    [one, ['not-watched', 'not-recorded', 'recorded']],
    [two, ['recorded', 'recorded', 'at-risk']],
  ]);
  expect([...map.names]).toEqual([...names]);
  expect([...map.outcomes.keys()]).toEqual([one, two]);
});

it('the map has an account that is not watched only where something was found in it', () => {
  const issues = [issue(central, ireland, finding())];
  const map = mapOf({ names, sweep, issues });
  expect([...map.names.keys()]).toEqual([one, two, central]);
  expect(map.names.get(central)).toBe('');
  expect(map.rows.get(central)).toEqual(['not-looked-at', 'not-recorded', 'not-looked-at']);
  expect(map.names.get(one)).toBe('team-1');
});

it('the map of an organization that was never swept is what was found', () => {
  expect([...mapOf({ names, sweep: undefined, issues: [] }).rows.values()]).toEqual([[], []]);
});
