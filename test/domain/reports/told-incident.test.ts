import { describe, expect, it } from 'vitest';
import { incidentsIn, toldIncidentOf } from '#domain/reports/told-incident.ts';
import { at, finding, healed, incidentId, member, region } from '#test/given/incidents.ts';
import { accountIds, issue } from '#test/given/days.ts';

const [one, two] = accountIds(2);
const home = region('eu-west-1');

describe('the incidents of a day', () => {
  it('come the worst first, then the oldest, each with its members in all issues', () => {
    const of = (id: string, changes: object) => finding({ incident: incidentId(id), ...changes });
    const all = incidentsIn([
      issue(one!, home, of('low', { severity: 'low', openedAt: at('08:00:00') })),
      issue(
        two!,
        home,
        of('young', { openedAt: at('11:00:00') }),
        of('old', { rule: 'no-trail', openedAt: at('09:00:00') }),
      ),
      issue(one!, region('us-east-1'), of('young', { openedAt: at('10:30:00') })),
      issue(two!, region('us-east-1'), of('high', { severity: 'high', openedAt: at('07:00:00') })),
    ]);
    expect(all.map(({ id, members }) => `${id} ${members.length}`)).toEqual([
      'old 1',
      'young 2',
      'high 1',
      'low 1',
    ]);
    expect(all[1]?.openedAt).toBe(at('10:30:00'));
  });
});

describe('an incident of a report', () => {
  const told = (...changes: Parameters<typeof member>[0][]) =>
    toldIncidentOf(
      incidentId('i-1'),
      changes.map((change) => member(change)),
    );

  it('ended when the last of it did, and only once all of it has', () => {
    const later = { ...healed, resolvedAt: at('12:20:00') };
    expect(told(healed, later)).toMatchObject({ status: 'resolved', endedAt: at('12:20:00') });
    expect(told(later, {}).endedAt).toBeUndefined();
    expect(told(healed, { state: 'whitelisted' }).endedAt).toBeUndefined();
    const closed = { closed: { at: at('13:00:00'), because: 'account-left' } } as const;
    expect(told(closed)).toMatchObject({ status: 'closed', endedAt: at('13:00:00') });
    expect(told({ ...closed, ...healed }).endedAt).toBe(healed.resolvedAt);
  });

  it('is harmful, or was missed by events, when one member is', () => {
    expect(told({ harmful: false }, {})).toMatchObject({ harmful: true, missed: false });
    expect(told({ harmful: false }, { harmful: false, missed: true })).toMatchObject({
      harmful: false,
      missed: true,
    });
  });
});
