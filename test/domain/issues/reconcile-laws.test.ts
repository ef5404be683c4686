import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import { wasEverStarted } from '#domain/facts/trail.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { reconcile } from '#domain/issues/reconcile.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { after, hidden, home, observation, prod } from '#test/given/looks.ts';
import type { Chapter, Findings } from '#test/given/story.ts';
import { blank, tell, tellInOrder } from '#test/given/story.ts';
import { afterAll, anyCall, anyChapters, anySights, pastAndNow, readSight } from './any-story.ts';

const runs = { numRuns: 250 };

test('reconciling the same look twice is the same as once', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      const once = tell(past, now);
      const twice = reconcile(once.remembered.findings, once.assessment, now.exemptions ?? []);
      expect(new Map(twice)).toEqual(new Map(once.remembered.findings));
    }),
    runs,
  );
});

test('an account that cannot be read changes nothing but what it says about itself', () => {
  fc.assert(
    fc.property(pastAndNow(), fc.array(anyCall(2000)), ({ past }, calls) => {
      const seen = observation('unreadable', after(2000));
      const { findings } = tell(past, { seen, calls }).remembered;
      for (const [key, finding] of findings) {
        const before = past.findings.get(key);
        // Only that harm was called for is kept, and that no healthy look has followed it.
        const unproven = { harmedAt: undefined, healthyAt: undefined };
        if (finding.rule !== 'unreadable')
          expect({ ...finding, ...unproven }).toEqual(before && { ...before, ...unproven });
        else if (before?.state !== 'resolved') expect(finding.state).not.toBe('resolved');
      }
      expect(findings.size).toBeGreaterThanOrEqual(past.findings.size);
    }),
    runs,
  );
});

/** Rules that judge the settings of a trail, which can be read although its status is refused. */
const ofSettings = (rule: string) =>
  ![
    'logging-stopped',
    'logging-interrupted',
    'trail-gone',
    's3-delivery-failing',
    'cloudwatch-delivery-failing',
    'unreadable',
  ].includes(rule);

test('a trail whose state cannot be read neither opens nor resolves anything about itself', () => {
  fc.assert(
    fc.property(pastAndNow(), fc.array(anyCall(2000)), anySights(2000), ({ past }, calls, others) => {
      const main = hidden('main');
      const sights = [main, ...others.filter(({ trail }) => trail.arn !== main.trail.arn)];
      const { findings } = tell(past, { seen: observation(sights, after(2000)), calls }).remembered;
      const own = [...findings].filter(
        ([, { subject, rule }]) => subject === main.trail.arn && !ofSettings(rule),
      );
      for (const [key, finding] of own) {
        const before = past.findings.get(key);
        // Only that harm was called for is kept, and that no healthy look has followed it.
        const unproven = { harmedAt: undefined, healthyAt: undefined };
        if (finding.rule !== 'unreadable')
          expect({ ...finding, ...unproven }).toEqual(before && { ...before, ...unproven });
        else if (before?.state !== 'resolved') expect(finding.state).not.toBe('resolved');
      }
    }),
    runs,
  );
});

const standing = ({ state, healthyAt }: TrackedFinding) => state !== 'resolved' && healthyAt === undefined;

function standingOf(rule: string, findings: Findings): string[] {
  const those = [...findings.values()].filter((finding) => finding.rule === rule && standing(finding));
  return those.map(({ subject }) => subject).sort();
}

const readChapter = (now: number): fc.Arbitrary<Chapter> =>
  fc.record({
    seen: anySights(now, readSight).map((sights) => observation(sights, after(now))),
    calls: fc.array(anyCall(now), { maxLength: 2 }),
  });

function arnsOf(sights: readonly TrailSight[], matches: (status: TrailStatus) => boolean): string[] {
  const those = sights.filter(({ status }) => status.kind === 'seen' && matches(status.value));
  return those.map(({ trail }) => trail.arn).sort();
}

test('looks that arrive twice and in any order end where the last look ends', () => {
  const deliveries = anyChapters(false, readChapter).chain((chapters) =>
    fc.tuple(
      fc.constant(chapters),
      fc
        .array(fc.nat({ max: chapters.length - 1 }), { maxLength: 6 })
        .map((again) => [...chapters, ...again.map((index) => chapters[index]!)])
        .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    ),
  );
  fc.assert(
    fc.property(deliveries, ([chapters, delivered]) => {
      const { findings } = delivered.reduce(tellInOrder, blank);
      const { trails } = chapters.at(-1)!.seen;
      const sights = trails.kind === 'seen' ? trails.value : [];
      expect(standingOf('logging-stopped', findings)).toEqual(
        arnsOf(sights, (status) => !status.logging && wasEverStarted(status)),
      );
      const failing = arnsOf(sights, (status) => status.logging && status.deliveryError !== undefined);
      expect(standingOf('s3-delivery-failing', findings)).toEqual(expect.arrayContaining(failing));
      const fine = arnsOf(sights, (status) => status.logging && status.deliveryError === undefined);
      expect(standingOf('s3-delivery-failing', findings).filter((arn) => fine.includes(arn))).toEqual([]);
    }),
    runs,
  );
});

test('looks that arrive twice one after the other open no second incident and tell nothing twice', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      const once = tell(past, now).remembered;
      const twice = tellInOrder(once, now);
      for (const [key, { incident }] of once.findings)
        expect(twice.findings.get(key)?.incident).toBe(incident);
      // A trail that was replaced may be over at the second look: it was missed before, and others record all.
      const told = ({ findings }: typeof once) =>
        [...findings]
          .filter(([, { rule }]) => rule !== 'trail-gone')
          .map(([key, { state, incident, severity }]) => [key, state, incident, severity]);
      expect(told(twice)).toEqual(told(once));
    }),
    runs,
  );
});

/** In the words of the configuration, written down a second time on purpose. */
function covers(exemption: Exemption, { subject, rule }: TrackedFinding, now: number): boolean {
  if (exemption.accountId !== prod) return false;
  if (exemption.region !== undefined && exemption.region !== home) return false;
  if (exemption.trail !== undefined && exemption.trail !== subject) return false;
  if (exemption.rules !== undefined && !exemption.rules.includes(rule)) return false;
  return exemption.expires === undefined || now < exemption.expires;
}

test('an exemption hides exactly its scope, until its expiry', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      const { remembered, assessment } = tell(past, now);
      for (const [key, { since }] of assessment.findings) {
        const finding = remembered.findings.get(key);
        // A stop that was told before is not taken up again, so nothing about it changes.
        if (finding?.seenAt !== now.seen.at) continue;
        if (finding.rule === 'logging-interrupted' && past.findings.get(key)?.since === since) continue;
        const exempt = (now.exemptions ?? []).some((one) => covers(one, finding, now.seen.at));
        expect(finding.exemptBecause).toBe(exempt ? 'known' : undefined);
        // An interruption is over when it is seen; accepted or not, it does not stand.
        if (finding.rule === 'logging-interrupted') expect(finding.state).toBe('resolved');
        else expect(finding.state).toBe(exempt ? 'whitelisted' : 'open');
      }
    }),
    runs,
  );
});

test('what is accepted from its first look on is told to nobody until the exemption ends', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      for (const [key, finding] of tell(past, now).remembered.findings) {
        const before = past.findings.get(key);
        if (before !== undefined && before.state !== 'resolved') continue;
        if (finding.seenAt !== now.seen.at || finding.exemptBecause === undefined) continue;
        expect(finding.harmful).toBe(false);
      }
    }),
    runs,
  );
});

test('what still stands when its exemption ends asks for a new incident, linked to the hidden one', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      const { drafts } = tell(past, { ...now, exemptions: [] });
      for (const [key, draft] of drafts) {
        const before = past.findings.get(key);
        if (before?.state !== 'whitelisted' || draft.state !== 'open') continue;
        const renewed = draft.incident === undefined && draft.returnsFrom === before.incident;
        // What could not be seen, or may be over, is left as it was.
        expect(renewed || draft.healthyAt !== undefined).toBe(true);
      }
    }),
    runs,
  );
});

test('resolved comes only after open, or for what was over when it was first seen', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      for (const [key, draft] of tell(past, now).drafts) {
        const before = past.findings.get(key);
        if (draft.state !== 'resolved' || before?.state === 'resolved') continue;
        expect(before !== undefined || draft.until !== undefined).toBe(true);
        expect(draft.resolvedAt).toBe(now.seen.at);
        if (before !== undefined) expect(before.openedAt).toBeLessThanOrEqual(now.seen.at);
      }
    }),
    runs,
  );
});

test('an open finding keeps its incident, its beginning and its worst severity', () => {
  fc.assert(
    fc.property(pastAndNow(false), ({ past, now }) => {
      for (const [key, draft] of tell(past, now).drafts) {
        const before = past.findings.get(key);
        if (before?.state !== 'open') continue;
        expect(draft.incident).toBe(before.incident);
        expect(draft.since).toBe(before.since);
        expect(draft.openedAt).toBe(before.openedAt);
        if (before.harmful) expect(draft.harmful).toBe(true);
        if (before.peak === 'critical') expect(draft.peak).toBe('critical');
      }
    }),
    runs,
  );
});

test('a return after a resolution asks for a new incident and names the old one', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      for (const [key, draft] of tell(past, now).drafts) {
        const before = past.findings.get(key);
        if (before?.state !== 'resolved' || draft === before) continue;
        expect(draft.incident).toBeUndefined();
        expect(draft.returnsFrom).toBe(before.incident);
        expect(draft.openedAt).toBe(now.seen.at);
      }
    }),
    runs,
  );
});

test('where no trail logs, something critical is open, whatever was before', () => {
  fc.assert(
    fc.property(pastAndNow(false), ({ past, now }) => {
      const { remembered, assessment } = tell(past, now);
      if (assessment.coverage?.logging !== 'no') return;
      const open = [...remembered.findings.values()].filter(standing);
      expect(open.map(({ severity, harm }) => `${severity} ${harm}`)).toContain('critical not-recording');
    }),
    runs,
  );
});

test('a loss of coverage belongs to one finding only', () => {
  fc.assert(
    fc.property(pastAndNow(false), ({ past, now }) => {
      const found = [...tell(past, now).assessment.findings.values()];
      const losses = found.filter(
        ({ severity, harm }) => severity === 'critical' && harm === 'not-recording',
      );
      expect(losses.length).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test('failed calls change nothing at all', () => {
  fc.assert(
    fc.property(pastAndNow(), ({ past, now }) => {
      const refused = (now.calls ?? []).map((one) => ({
        ...one,
        outcome: { kind: 'failed', code: 'AccessDenied', message: '' } as const,
      }));
      const quiet = tell(past, { ...now, calls: [] }).remembered;
      expect(tell(past, { ...now, calls: refused }).remembered).toEqual(quiet);
    }),
    runs,
  );
});

test('the stories of these laws are worth telling: they open, weaken, hide and resolve', () => {
  const stories = fc.sample(anyChapters(), { numRuns: 300, seed: 1 }).map(afterAll);
  const findings = stories.flatMap((kept) => [...kept.findings.values()]);
  expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(['open', 'whitelisted', 'resolved']));
  const rules = ['logging-stopped', 'trail-gone', 'no-trail', 'logging-interrupted', 'unreadable'];
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(rules));
  expect(findings.some(({ weakening }) => weakening)).toBe(true);
  expect(findings.some(({ returnsFrom }) => returnsFrom !== undefined)).toBe(true);
});
