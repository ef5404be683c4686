import { describe, expect, it } from 'vitest';
import type { Trigger } from '#domain/facts/trigger.ts';
import { explanation, isSearched, searchFor, unexplainedKey } from '#domain/issues/cause-search.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { account, evidence, finding, region } from '#test/given/incidents.ts';
import { after, call, failed, home, noon, prod, trailArn } from '#test/given/looks.ts';

const main = trailArn('main');
const here = { account: prod, region: home };
const elsewhere = { account: prod, region: region('us-east-1') };
const other = account('999999999999');
const day = 86_400;
const found = (changes: Partial<TrackedFinding> = {}): TrackedFinding =>
  finding({ subject: main, since: noon, causedBy: undefined, ...changes });
const store = `arn:aws:cloudtrail:${home}:${prod}:eventdatastore/s-1`;
const ofStore = found({
  rule: 'data-store-stopped',
  subject: '-',
  evidence: { ...evidence, resource: store },
});

describe('a cause is searched for', () => {
  it.each([
    ['at the home of the trail', found(), here, true],
    ['not in other Regions', found(), elsewhere, false],
    ['not in other accounts', found(), { account: other, region: home }, false],
    ['not when it is known', found({ causedBy: 'e-1' }), here, false],
    ['not when it was searched for in vain', found({ unexplained: 'nothing there' }), here, false],
    ['not once the finding is over', found({ state: 'resolved', resolvedAt: after(60) }), here, false],
    [
      'when the finding was over as it was found',
      found({ state: 'resolved', openedAt: noon, resolvedAt: noon }),
      here,
      true,
    ],
    ['not when the finding is closed', found({ closed: { at: noon, because: 'not-watched' } }), here, false],
    ['not when nothing could be read', found({ harm: 'unreadable' }), here, false],
    ['where the event data store is', ofStore, here, true],
    ['not where the store is not', ofStore, elsewhere, false],
    ['not in an account that has not the store', ofStore, { account: other, region: home }, false],
    [
      'of nothing but a store, when there is no trail',
      found({ subject: '-', evidence: { ...evidence, resource: 'arn:aws:s3:::logs' } }),
      here,
      false,
    ],
  ] as const)('%s', (_, one, place, is) => {
    expect(isSearched(one, place)).toBe(is);
  });

  it('under a key of its Region and finding', () => {
    const keys = [
      unexplainedKey(home, found()),
      unexplainedKey(elsewhere.region, found()),
      unexplainedKey(home, found({ rule: 'trail-gone' })),
      unexplainedKey(home, found({ subject: trailArn('spare') })),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});

describe('the search', () => {
  const context = { now: noon, holders: [] };

  it('reaches back a day and two hours before the harm, and some seconds beyond it', () => {
    expect(searchFor(found(), here, context)).toEqual({
      places: [here],
      eventNames: ['StopLogging'],
      from: after(-26 * 3600),
      to: after(5),
    });
  });

  it('reaches back 90 days at most, and asks for nothing that is older', () => {
    const since = after(-90 * day);
    expect(searchFor(found({ since }), here, context)).toMatchObject({ from: since });
    expect(searchFor(found({ since: after(-90 * day - 1) }), here, context)).toBeUndefined();
  });

  it.each(['undeliverable', 'expiring'] as const)(
    'for what happened to a destination (%s) asks its owner and whoever may hold logs, each once',
    (harm) => {
      const resource = `arn:aws:kms:eu-central-1:${other}:key/k-1`;
      const one = found({ rule: 'key-disabled', harm, evidence: { ...evidence, resource } });
      expect(searchFor(one, here, { ...context, holders: [other, prod] })?.places).toEqual([
        here,
        { account: other, region: 'eu-central-1' },
        { account: other, region: home },
      ]);
    },
  );

  it('for a bucket, whose ARN names no account, asks the holders', () => {
    const one = found({ harm: 'undeliverable', evidence: { ...evidence, resource: 'arn:aws:s3:::logs' } });
    expect(searchFor(one, here, { ...context, holders: [other] })?.places).toEqual([
      here,
      { account: other, region: home },
    ]);
  });

  it('for everything else asks at home only', () => {
    expect(searchFor(found(), here, { ...context, holders: [other] })?.places).toEqual([here]);
  });
});

describe('what explains a finding', () => {
  const stop = (seconds: number, changes: Partial<Trigger> = {}) =>
    call('StopLogging', after(seconds), 'main', changes);
  const explains = (...calls: Trigger[]) => explanation(found(), calls)?.eventId;

  it('is the latest call before it, in whatever order the history lists them', () => {
    const [early, late] = [stop(-60), stop(-5)];
    expect(explains(early, late)).toBe(late.eventId);
    expect(explains(late, early)).toBe(late.eventId);
  });

  it('may be recorded some seconds later, and no more', () => {
    expect(explains(stop(5))).toBe(stop(5).eventId);
    expect(explains(stop(6))).toBeUndefined();
  });

  it.each([
    ['a call that failed', failed(stop(-5))],
    ['another call', call('UpdateTrail', after(-5), 'main')],
    ['a call without a time', stop(-5, { at: undefined })],
    ['a call on another trail', call('StopLogging', after(-5), 'spare')],
    [
      'a call on a trail of that name in another account',
      stop(-5, { trail: { kind: 'name', name: 'main' }, accountId: other }),
    ],
    ['a call on another name', stop(-5, { trail: { kind: 'name', name: 'spare' } })],
    ['a call that names nothing, though its parameters are there', stop(-5, { trail: undefined })],
  ])('is not %s', (_, one) => {
    expect(explains(one)).toBeUndefined();
  });

  it.each([
    ['the name of the trail in its own account', stop(-5, { trail: { kind: 'name', name: 'main' } })],
    ['nothing, because its parameters are missing', stop(-5, { trail: undefined, parametersMissing: true })],
  ])('may name %s', (_, one) => {
    expect(explains(one)).toBe(one.eventId);
  });

  it.each([
    ['the destination itself', 'the-bucket', 'the-bucket', true],
    ['a part of its ARN', `arn:aws:kms:eu-west-1:${prod}:key/k-1`, 'k-1', true],
    ['another one', 'the-bucket', 'other', false],
    ['one, where the finding knows none', undefined, 'the-bucket', false],
  ])('of a destination is a call on %s', (_, resource, id, is) => {
    const one = found({ rule: 's3-delivery-failing', evidence: { ...evidence, resource } });
    const put = call('PutBucketPolicy', after(-5), undefined, { dependsOn: { kind: 'bucket', id } });
    expect(explanation(one, [put]) !== undefined).toBe(is);
  });
});
