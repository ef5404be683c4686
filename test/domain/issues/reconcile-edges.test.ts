import { describe, expect, it } from 'vitest';
import type { Claim } from '#domain/facts/claim.ts';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { proofApart, reconcile } from '#domain/issues/reconcile.ts';
import type { FindingDraft, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { finding } from '#test/given/incidents.ts';
import type { Seen } from '#test/given/looks.ts';
import { after, look, logging, memory, prod, stopped, trailArn } from '#test/given/looks.ts';

const main = trailArn('main');
const stop = (seconds: number, changes: Partial<Claim> = {}): Claim => ({
  eventId: `stop-${seconds}`,
  eventName: 'StopLogging',
  at: after(seconds),
  effect: 'harm',
  trail: main,
  ...changes,
});
const start = (seconds: number, changes: Partial<Claim> = {}): Claim =>
  stop(seconds, { eventId: `start-${seconds}`, eventName: 'StartLogging', effect: 'repair', ...changes });

/** A stored stop of the trail `main`, which began at noon. */
const stored = (changes: Partial<TrackedFinding> = {}): TrackedFinding =>
  finding({
    subject: main,
    since: after(0),
    openedAt: after(2),
    seenAt: after(2),
    causedBy: undefined,
    ...changes,
  });

/** A finding as a rule gives it, without what is remembered of it. */
function found(changes: Partial<Finding> = {}): Finding {
  const { rule, subject, harm, severity, weakening, cause, evidence } = stored();
  return { rule, subject, harm, severity, weakening, cause, evidence, since: after(0), ...changes };
}

interface Given {
  readonly at: number;
  readonly finds?: readonly Finding[];
  readonly clears?: readonly Partial<Finding & { verdict: 'absent' | 'cannot-tell'; deliveredAt: number }>[];
  readonly claims?: readonly Claim[];
  readonly sights?: Seen['sights'];
  readonly lastLook?: number;
}

const keyOf = ({ rule, subject }: Pick<Finding, 'rule' | 'subject'>) => findingKey(rule, subject);

function assessed({ at, finds = [], claims = [], sights = [logging('main')], lastLook }: Given): Assessment {
  const before = lastLook === undefined ? undefined : { ...memory(), at: after(lastLook) };
  return {
    look: { ...look({ sights, before, when: after(at) }), claims },
    coverage: undefined,
    findings: new Map(finds.map((one) => [keyOf(one), one])),
    cleared: new Map(),
  };
}

/** What becomes of the stored findings and of those that are found. */
function reconciled(known: readonly TrackedFinding[], given: Given, exemptions: readonly Exemption[] = []) {
  const drafts = reconcile(new Map(known.map((one) => [keyOf(one), one])), assessed(given), exemptions);
  return (rule: Finding['rule'] = 'logging-stopped'): FindingDraft | undefined =>
    drafts.get(findingKey(rule, main));
}

const everything: Exemption = { accountId: prod, reason: 'planned', owner: 'alice' };

describe('a finding that looks healthy', () => {
  it.each([
    [proofApart - 1, 'open'],
    [proofApart, 'resolved'],
  ])('is proven to be over by a look %i ms after the first healthy one: %s', (apart, state) => {
    const known = stored({ healthyAt: after(100) });
    const draft = reconciled([known], { at: 100 + apart / 1000 })();
    expect(draft).toMatchObject({ state, healthyAt: after(100) });
    expect(draft?.until).toBe(state === 'resolved' ? after(100) : undefined);
    expect(draft?.resolvedAt).toBe(state === 'resolved' ? after(100 + apart / 1000) : undefined);
  });

  it('counts anew from the look after a harmful call', () => {
    const known = stored({ healthyAt: after(100) });
    const draft = reconciled([known], { at: 200, claims: [stop(150)], sights: [stopped('main')] })();
    expect(draft).toMatchObject({ state: 'open', healthyAt: after(200), harmedAt: after(150) });
  });

  it('keeps the first healthy look when the harmful call came before it, or with it', () => {
    for (const at of [50, 100]) {
      const known = stored({ healthyAt: after(100) });
      const draft = reconciled([known], { at: 130, claims: [stop(at)], sights: [stopped('main')] })();
      expect(draft?.healthyAt).toEqual(after(100));
    }
  });

  it('is over at once, silently, when it was accepted and ends', () => {
    const known = stored({ state: 'whitelisted', healthyAt: after(100) });
    expect(reconciled([known], { at: 200 })()).toMatchObject({ state: 'resolved', endedExempt: true });
    expect(reconciled([stored({ healthyAt: after(100) })], { at: 200 })()?.endedExempt).toBeUndefined();
  });

  it('does not change once it is resolved, whatever is called for', () => {
    const known = stored({ state: 'resolved', resolvedAt: after(10), healthyAt: after(10) });
    expect(reconciled([known], { at: 200, claims: [stop(150)] })()).toEqual(known);
  });
});

describe('a repairing call', () => {
  const repaired = (claim: Claim, changes: Partial<TrackedFinding> = {}) =>
    reconciled([stored(changes)], { at: 30, claims: [claim] })()?.state;

  it('resolves at once what began before it, in the same second at the latest', () => {
    expect(repaired(start(10))).toBe('resolved');
    expect(repaired(start(9.001), { since: after(10) })).toBe('resolved');
    expect(repaired(start(9), { since: after(10) })).toBe('open');
  });

  it('has to be as new as the last harmful one', () => {
    expect(repaired(start(10), { harmedAt: after(10) })).toBe('resolved');
    expect(repaired(start(10), { harmedAt: after(10.001) })).toBe('open');
  });

  it.each([
    ['on another trail', { trail: trailArn('spare') }, 'open'],
    ['that names no trail', { trail: undefined }, 'resolved'],
    ['about another service', { requested: { servicePrincipal: 'config.amazonaws.com' } }, 'open'],
    ['about CloudTrail itself', { requested: { servicePrincipal: 'cloudtrail.amazonaws.com' } }, 'resolved'],
    ['of another kind', { eventName: 'CreateTrail' }, 'open'],
  ] as const)('%s: %s', (_, changes, state) => {
    expect(repaired(start(10, changes))).toBe(state);
  });
});

describe('the end of a window', () => {
  const until = (endedAt: number | undefined, seen = 100) => {
    const known = stored({ since: after(10), healthyAt: after(seen) });
    const given = assessed({ at: 300 });
    const judgement = { verdict: 'absent', subject: main, endedAt } as never;
    const cleared = new Map([[findingKey('logging-stopped', main), judgement]]);
    const drafts = reconcile(new Map([[keyOf(known), known]]), { ...given, cleared }, []);
    return drafts.get(keyOf(known))?.until;
  };

  it('is what was shown when it came after the beginning', () => {
    expect(until(after(50))).toBe(after(50));
    expect(until(after(10))).toBe(after(100));
    expect(until(after(9))).toBe(after(100));
  });

  it('is the first healthy look when nothing was shown, and never before the beginning', () => {
    expect(until(undefined)).toBe(after(100));
    expect(until(undefined, 5)).toBe(after(10));
  });
});

describe('an interruption', () => {
  const interruption = (since: number, until?: number) =>
    found({
      rule: 'logging-interrupted',
      severity: 'high',
      since: after(since),
      until: until === undefined ? undefined : after(until),
    });
  const known = stored({ state: 'resolved', since: after(0), until: after(600), resolvedAt: after(610) });

  it.each([
    [-61, true],
    [-60, false],
    [0, false],
    [600, false],
    [600.001, true],
  ])('that began %i s after a stop that is stored is news: %s', (seconds, isNews) => {
    const draft = reconciled([known], { at: 700, finds: [interruption(seconds, 605)] })(
      'logging-interrupted',
    );
    expect(draft !== undefined).toBe(isNews);
  });

  it('belongs to a short stop for a minute after its beginning', () => {
    const short = { ...known, until: after(5), resolvedAt: after(6) };
    const isNews = (seconds: number) =>
      reconciled([short], { at: 700, finds: [interruption(seconds, 650)] })('logging-interrupted') !==
      undefined;
    expect([60, 60.001].map(isNews)).toEqual([false, true]);
  });

  it('belongs to a stop whose end is not known until it was resolved, or last seen', () => {
    const open = { ...known, state: 'open', until: undefined, seenAt: after(300) } as const;
    const isNews = (one: TrackedFinding, seconds: number) =>
      reconciled([one], { at: 700, finds: [interruption(seconds, 650)] })('logging-interrupted') !==
      undefined;
    expect(isNews({ ...open, resolvedAt: after(400) }, 400)).toBe(false);
    expect(isNews({ ...open, resolvedAt: after(400) }, 401)).toBe(true);
    expect(isNews({ ...open, resolvedAt: undefined }, 300)).toBe(false);
    expect(isNews({ ...open, resolvedAt: undefined }, 301)).toBe(true);
  });

  it('is over as it opens, with its end and never before its beginning', () => {
    const draft = reconciled([], { at: 700, finds: [interruption(600, 590)] })('logging-interrupted');
    expect(draft).toMatchObject({ state: 'resolved', until: after(600), resolvedAt: after(700) });
    const lasting = reconciled([], { at: 700, finds: [found()] })();
    expect(lasting).toMatchObject({ state: 'open', until: undefined, resolvedAt: undefined });
  });
});

describe('a trail that stops again', () => {
  const again = (since: number) => found({ since: after(since) });
  const first = stored({ state: 'resolved', until: after(60), resolvedAt: after(70) });
  const ofInterrupted = stored({
    rule: 'logging-interrupted',
    state: 'resolved',
    since: after(100),
    until: after(120),
    resolvedAt: after(120),
  });
  const repeated = (known: readonly TrackedFinding[], since: number) =>
    reconciled(known, { at: since + 2, finds: [again(since)] })()?.repeated;

  it('is counted for an hour after its end', () => {
    expect(repeated([first], 3660)).toEqual({ times: 2, since: after(0) });
    expect(repeated([first], 3661)).toBeUndefined();
  });

  it('is counted from the latest of its stops, and says since when', () => {
    expect(repeated([first, ofInterrupted], 3700)).toEqual({ times: 2, since: after(100) });
    const third = { ...ofInterrupted, repeated: { times: 4, since: after(-500) } };
    expect(repeated([first, third], 3700)).toEqual({ times: 5, since: after(-500) });
    expect(repeated([third, { ...first, until: after(130) }], 3700)).toEqual({ times: 2, since: after(0) });
  });

  it('is no repetition of what began with it or after it', () => {
    expect(repeated([{ ...first, since: after(3000), until: after(3000) }], 3000)).toBeUndefined();
    expect(repeated([], 100)).toBeUndefined();
  });

  it('counts stops only', () => {
    const other = found({ rule: 'redirected', since: after(100) });
    expect(reconciled([first], { at: 102, finds: [other] })('redirected')?.repeated).toBeUndefined();
  });
});

describe('the actor of a finding', () => {
  const causedBy = (claims: readonly Claim[], given: Partial<Given> = {}, known: TrackedFinding[] = []) =>
    reconciled(known, { at: 20, finds: [found()], claims, ...given })()?.causedBy;

  it('is that of the latest call that can have caused it, in whatever order they come', () => {
    expect(causedBy([stop(-60), stop(-5)])).toBe('stop--5');
    expect(causedBy([stop(-5), stop(-60)])).toBe('stop--5');
    expect(causedBy([stop(5)])).toBe('stop-5');
    expect(causedBy([stop(5.001)])).toBeUndefined();
    expect(causedBy([stop(-5, { trail: trailArn('spare') })])).toBeUndefined();
  });

  it('is none whose call came a quarter of an hour before the last look without this harm', () => {
    expect(causedBy([stop(-900)], { lastLook: 0 })).toBe('stop--900');
    expect(causedBy([stop(-901)], { lastLook: 0 })).toBeUndefined();
    expect(causedBy([stop(-9000)])).toBe('stop--9000');
  });

  it('may be found later in the history, as far as that reaches, and stays', () => {
    const days = 90 * 86_400;
    expect(causedBy([stop(-days)], { lastLook: 10 }, [stored()])).toBe(`stop-${-days}`);
    expect(causedBy([stop(-days - 1)], { lastLook: 10 }, [stored()])).toBeUndefined();
    const known = stored({ causedBy: 'first', causedByRole: 'arn:aws:iam::111122223333:role/deploy' });
    const draft = reconciled([known], {
      at: 20,
      finds: [found()],
      claims: [stop(-5, { callerRole: 'other' })],
    })();
    expect(draft).toMatchObject({ causedBy: 'first', causedByRole: known.causedByRole });
  });

  it('is asked for anew when the finding returns', () => {
    const over = stored({ state: 'resolved', causedBy: 'first', resolvedAt: after(-100) });
    expect(causedBy([stop(-5)], {}, [over])).toBe('stop--5');
    const closed = stored({ causedBy: 'first', closed: { at: after(-100), because: 'healthy' } });
    expect(causedBy([stop(-5)], {}, [closed])).toBe('stop--5');
  });
});

describe('a finding that is accepted', () => {
  it('stays what was told of it, with reason and owner, and is new to people once that ends', () => {
    const known = stored({ harmful: true });
    const hidden = reconciled([known], { at: 20, finds: [found()] }, [everything])();
    expect(hidden).toMatchObject({
      state: 'whitelisted',
      exemptBecause: 'planned',
      exemptBy: 'alice',
      harmful: true,
      incident: known.incident,
    });
    const draft = reconciled([{ ...known, state: 'whitelisted' }], { at: 40, finds: [found()] })();
    expect(draft).toMatchObject({
      state: 'open',
      returnsFrom: known.incident,
      wasExempt: true,
      incident: undefined,
    });
    expect(draft?.exemptBecause).toBeUndefined();
  });

  it('has the time of the first look that showed it accepted, until it is not', () => {
    const look = (known: TrackedFinding, at: number, exemptions = [everything]) =>
      reconciled([known], { at, finds: [found()] }, exemptions)();
    const hidden = look(stored(), 20);
    expect(hidden?.exemptSince).toBe(after(20));
    const kept = { ...stored(), ...hidden, incident: stored().incident };
    expect(look(kept, 40)).toMatchObject({ seenAt: after(40), exemptSince: after(20) });
    expect(look(kept, 40, [])?.exemptSince).toBeUndefined();
    // Written by a version that did not keep the time.
    expect(look({ ...kept, exemptSince: undefined }, 60)?.exemptSince).toBe(kept.seenAt);
    const over = stored({ state: 'resolved', resolvedAt: after(-100) });
    expect(look(over, 80)?.exemptSince).toBe(after(80));
  });

  it('from its first look on was never harmful, and what is over stays over', () => {
    expect(reconciled([], { at: 20, finds: [found()] }, [everything])()).toMatchObject({
      state: 'whitelisted',
      harmful: false,
    });
    const interrupted = found({ rule: 'logging-interrupted', until: after(5) });
    const draft = reconciled([], { at: 20, finds: [interrupted] }, [everything])('logging-interrupted');
    expect(draft).toMatchObject({ state: 'resolved', harmful: false, exemptBecause: 'planned' });
  });

  it.each<[string, Seen['sights']]>([
    ['cannot be read', 'unreadable'],
    ['looks healthy for the first time', [logging('main')]],
  ])('is so at the next look, also where it %s', (_, sights) => {
    const look = (known: TrackedFinding, exemptions: readonly Exemption[]) =>
      reconciled([known], { at: 20, sights }, exemptions)();
    expect(look(stored(), [everything])).toMatchObject({
      state: 'whitelisted',
      harmful: true,
      exemptSince: after(20),
      exemptBecause: 'planned',
      exemptBy: 'alice',
    });
    expect(look(stored(), [{ ...everything, rules: ['trail-gone'] }])?.state).toBe('open');
    expect(look(stored(), [{ ...everything, expires: after(20) }])?.state).toBe('open');
    const over = stored({ state: 'resolved', resolvedAt: after(10) });
    expect(look(over, [everything])).toEqual(over);
    const kept = stored({ state: 'whitelisted', exemptSince: after(10), exemptBecause: 'before' });
    expect(look(kept, [everything])).toMatchObject({ exemptSince: after(10), exemptBecause: 'before' });
  });

  it('is no longer whitelisted only because the exemption of an open one is missing', () => {
    const draft = reconciled([stored()], { at: 20, finds: [found()] })();
    expect(draft).toMatchObject({ state: 'open', incident: stored().incident });
    expect(draft?.wasExempt).toBeUndefined();
  });
});

describe('a finding that goes on', () => {
  it('keeps its beginning, its worst severity and its harm, and takes the rest from the look', () => {
    const known = stored({ peak: 'critical', harmful: true, healthyAt: after(10) });
    const now = found({ since: after(15), severity: 'low', weakening: true });
    expect(reconciled([known], { at: 20, finds: [now] })()).toMatchObject({
      since: after(0),
      severity: 'low',
      weakening: true,
      peak: 'critical',
      harmful: true,
      seenAt: after(20),
      openedAt: after(2),
      healthyAt: undefined,
    });
    const quiet = stored({ peak: 'low', harmful: false });
    expect(reconciled([quiet], { at: 20, finds: [found()] })()).toMatchObject({
      peak: 'critical',
      harmful: true,
    });
    expect(reconciled([quiet], { at: 20, finds: [now] })()).toMatchObject({ peak: 'low', harmful: false });
  });
});
