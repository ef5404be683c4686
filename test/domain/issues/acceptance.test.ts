import { describe, expect, test } from 'vitest';
import { acceptancesFor, exemptionsOf } from '#domain/issues/acceptance.ts';
import {
  account,
  at,
  healed,
  incidentId,
  member,
  prod,
  region,
  trailArn,
  view,
} from '#test/given/incidents.ts';

const shop = account('333333333333');
const [ireland, virginia] = [region('eu-west-1'), region('us-east-1')];
const said = {
  incident: incidentId('i-1'),
  reason: 'being moved',
  owner: 'Team 1',
  by: 'jane',
  at: at('12:10:00'),
  until: at('13:00:00'),
};
const noTrail = { rule: 'no-trail', subject: '-' } as const;

describe('an acceptance', () => {
  test('is one for each account, of each rule and subject that is open, with its Regions in order and once', () => {
    const members = [
      member({}, { region: virginia }),
      member(),
      member({ ...noTrail }),
      member({ rule: 'redirected' }),
      member({ ...healed, rule: 'trail-gone' }),
      member({}, { account: shop }),
      member({}, { account: shop }),
    ];
    expect(acceptancesFor(view(members), said)).toEqual([
      {
        ...said,
        accountId: prod,
        findings: [
          { rule: 'logging-stopped', subject: trailArn, regions: [ireland, virginia] },
          { ...noTrail, regions: [ireland] },
          { rule: 'redirected', subject: trailArn, regions: [ireland] },
        ],
      },
      {
        ...said,
        accountId: shop,
        findings: [{ rule: 'logging-stopped', subject: trailArn, regions: [ireland] }],
      },
    ]);
    expect(acceptancesFor(view([member(healed)]), said)).toEqual([]);
  });

  test('keeps 500 characters of a reason, and 200 of a name', () => {
    const long = 'x'.repeat(600);
    const [one] = acceptancesFor(view([member()]), { ...said, reason: long, owner: long, by: long });
    expect([one?.reason, one?.owner, one?.by].map((text) => text?.length)).toEqual([500, 200, 200]);
  });

  test('exempts exactly its rules, subjects and Regions, until its end', () => {
    const [one] = acceptancesFor(view([member(), member(noTrail)]), said);
    const rest = { accountId: prod, reason: 'being moved', owner: 'Team 1', expires: at('13:00:00') };
    expect(exemptionsOf(one!)).toEqual([
      { ...rest, regions: [ireland], rules: ['logging-stopped'], trail: trailArn },
      { ...rest, regions: [ireland], rules: ['no-trail'] },
    ]);
  });
});
