import { describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { AnnouncementContext } from '#domain/announcements/announcement-of.ts';
import { plainText } from '#domain/announcements/wording.ts';
import type { Answer, AnswerKind } from '#domain/issues/answer.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import {
  alice,
  arn,
  at,
  bornHealed,
  evidence,
  healed,
  member,
  names,
  now,
  region,
  trigger,
  view,
} from '#test/given/incidents.ts';

type Told = {
  answers?: readonly Answer[];
  calls?: readonly Trigger[];
  context?: Partial<AnnouncementContext>;
};

function factsOf(members: readonly Member[], { answers, calls = [], context }: Told = {}) {
  const told = announcementOf(
    { ...view(members, [...calls]), answers },
    { accounts: names, now, ...context },
  );
  const all = [...told.facts, ...told.details, ...told.references];
  return new Map(all.map(({ label, value }) => [label, plainText(value)]));
}
const fact = (label: string, members: readonly Member[], told?: Told) => factsOf(members, told).get(label);
const of = (changes: Parameters<typeof member>[0], more: object = {}) =>
  member({ ...changes, evidence: { ...evidence, ...more } });
const spare = (name: string) => arn(`arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`);

describe('the fact of the trail', () => {
  it.each([
    ['its kind and home', {}, 'multi-Region, home Region eu-west-1'],
    [
      'that of an organization',
      { organization: true },
      'organization trail, multi-Region, home Region eu-west-1',
    ],
    ['that of one Region', { multiRegion: false }, 'single-Region, home Region eu-west-1'],
    ['its home by its ARN', { homeRegion: undefined, multiRegion: undefined }, 'home Region eu-west-1'],
  ])('says %s', (_, more, words) => {
    expect(fact('Trail', [of({}, more)])).toBe(words);
  });

  it('names others of the same cause, up to three, and counts more', () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => member({ subject: spare(`t${index}`) }));
    expect(fact('Trail', [member(), ...others(2)])).toMatch(/; of the same cause: t0 and t1$/);
    expect(fact('Trail', [member(), ...others(3)])).toMatch(/: t0, t1 and t2$/);
    expect(fact('Trail', [member(), ...others(4)])).toMatch(/; of the same cause: 4 more trails$/);
    expect(fact('Trail', [of({ rule: 'no-trail', subject: '-' }, {})])).not.toBe('');
  });
});

describe('the fact of what still records', () => {
  it('names up to three trails in order, or says that there is none', () => {
    expect(fact('Still recording', [of({}, { coveredBy: [spare('b'), spare('a')] })])).toBe('trail a and b');
    const four = ['d', 'c', 'b', 'a'].map(spare);
    expect(fact('Still recording', [of({}, { coveredBy: four })])).toBe('trail a, b, c and 1 more');
    expect(fact('Still recording', [of({}, { coveredBy: [] })])).toBe('no other trail');
  });

  it('says why another trail is not relied upon', () => {
    expect(fact('Not relied upon', [of({}, { coveredBy: [], doubt: 'its bucket is not known' })])).toBe(
      'its bucket is not known',
    );
    const relied = of({}, { coveredBy: [spare('a')], doubt: 'x' });
    expect(fact('Not relied upon', [relied])).toBeUndefined();
  });

  it('is left out where the trail itself still records, where it is not known, and once it is over', () => {
    for (const harm of ['undeliverable', 'redirected'] as const)
      expect(fact('Still recording', [of({ harm }, { coveredBy: [] })])).toBeUndefined();
    expect(fact('Still recording', [of({}, { coveredBy: undefined })])).toBeUndefined();
    expect(fact('Still recording', [of(healed, { coveredBy: [] })])).toBeUndefined();
  });
});

describe('the fact of the end', () => {
  it('is when the last of it was seen to be over', () => {
    const later = { ...healed, resolvedAt: at('12:09:00') };
    const words = '2026-11-21 12:09:00 UTC';
    expect(fact('Recovery confirmed', [member(later), member(healed)])).toBe(words);
    expect(fact('Recovery confirmed', [member(healed), member(later)])).toBe(words);
    expect(fact('Recovery confirmed', [member(healed), member()])).toBeUndefined();
    const moment = { ...bornHealed, until: at('12:00:08') };
    expect(fact('Recovery confirmed', [member(moment)])).toBeUndefined();
  });
});

describe('the fact of who did it', () => {
  it('is not known, unknown for a reason, or the caller', () => {
    const nobody = member({ causedBy: undefined });
    expect(fact('Who', [nobody])).toBe('not known yet: no recorded call explains it so far');
    const searched = member({ causedBy: undefined, unexplained: 'The history ends before.' });
    expect(fact('Who', [nobody, searched])).toBe('unknown. The history ends before.');
    expect(fact('Who', [member()], { calls: [trigger()] })).toContain('alice@example.com');
  });

  it('names three callers at most, each once', () => {
    const calls = ['a', 'b', 'c', 'd', 'a'].map((name, index) =>
      trigger({
        eventId: `e-${index}`,
        sameAs: `e-${index}`,
        actor: { ...alice, person: `${name}@example.com` },
      }),
    );
    const members = calls.map(({ eventId }, index) =>
      member({ causedBy: eventId }, { region: region(`eu-west-${index + 1}`) }),
    );
    expect(fact('Who', members, { calls: calls.slice(0, 2) })).toMatch(/a@example\.com.*; b@example\.com/);
    const who = fact('Who', members, { calls });
    expect(who).toMatch(/c@example\.com.*; and 1 more$/);
    expect(who).not.toContain('d@example.com');
  });
});

describe('the fact of the detection', () => {
  it('is how long after the beginning, or when', () => {
    expect(fact('Detected', [member()])).toBe('2 s after it began');
    expect(fact('Detected', [member({ since: at('12:00:09') }), member()])).toBe('2 s after it began');
    expect(fact('Detected', [member({ since: at('12:00:10') })])).toBeUndefined();
    expect(fact('Detected', [])).toBe('2026-11-21 12:00:10 UTC');
    expect(fact('Detected', [member()], { calls: [trigger({ at: at('11:59:10') })] })).toBe(
      '1 min after it began',
    );
  });
});

describe('other facts', () => {
  it('are the key, the error of AWS and the deadline, where there is one', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/k-1';
    const bad = of(
      { harm: 'undeliverable' },
      { resource: key, error: 'KMS.DisabledException', dueAt: at('18:00:00') },
    );
    expect(fact('Key', [bad])).toBe(key);
    expect(fact('AWS says', [bad])).toBe('KMS.DisabledException');
    expect(fact('To be done by', [bad])).toBe('2026-11-21 18:00:00 UTC');
    expect(fact('Key', [of({}, { resource: 'logs' })])).toBeUndefined();
    expect(
      fact('AWS says', [of({ rule: 'unreadable', harm: 'unreadable' }, { error: 'AccessDenied' })]),
    ).toBeUndefined();
    expect(fact('To be done by', [of(healed, { dueAt: at('18:00:00') })])).toBeUndefined();
    expect(fact('2 Regions', [member(), member({}, { region: region('us-east-1') })])).toBe(
      'eu-west-1, us-east-1',
    );
  });

  it('are what people answered: the last three, the newest first, another look left out', () => {
    const answer = (kind: AnswerKind, minute: number, text?: string): Answer => ({
      id: `${kind}-${minute}`,
      kind,
      at: at(`12:0${minute}:00`),
      by: 'ana',
      text,
    });
    const all = [
      answer('on-it', 1),
      answer('was-me', 2),
      answer('was-not-me', 3),
      answer('accepted', 4, 'planned'),
      answer('taken-back', 5),
      answer('recheck', 6),
    ];
    expect(fact('Answered', [member()], { answers: all })).toBe(
      'ana took the acceptance back, 12:05 UTC; ana accepted it: planned, 12:04 UTC; ana says: this was not me, 12:03 UTC',
    );
    expect(fact('Answered', [member()], { answers: all.slice(0, 2) })).toBe(
      'ana says: this was me, 12:02 UTC; ana is on it, 12:01 UTC',
    );
    expect(fact('Answered', [member()], { answers: [answer('accepted', 1, '')] })).toMatch(
      /^ana accepted it, /,
    );
    expect(fact('Answered', [member()], { answers: [answer('recheck', 1)] })).toBeUndefined();
  });
});
