import { describe, expect, it } from 'vitest';
import type { Observation, TrailSight } from '#domain/facts/observation.ts';
import { withKnownStarts } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Remembered } from '#test/given/story.ts';
import { blank, tell } from '#test/given/story.ts';
import { account } from '#test/given/incidents.ts';
import { after, call, logging, observation, recording, stopped } from '#test/given/looks.ts';

const day = 86_400;

/** One look after the other: seconds, what was seen, and the calls that came with it. */
function looks(
  ...chapters: readonly [seconds: number, sights: readonly TrailSight[], ...calls: Trigger[]][]
) {
  return chapters.reduce<Remembered>(
    (before, [seconds, sights, ...calls]) =>
      tell(before, { seen: observation(sights, after(seconds)), calls }).remembered,
    tell(blank, { seen: observation([logging('main')], after(-60)) }).remembered,
  );
}

const of = ({ findings }: Remembered, rule: string) =>
  [...findings.values()].find((finding) => finding.rule === rule);

const stopAt = (seconds: number): Trigger => call('StopLogging', after(seconds), 'main');
const startAt = (seconds: number): Trigger => call('StartLogging', after(seconds), 'main');
const againLogging = (since: number, stop = 0): TrailSight =>
  logging('main', { stoppedAt: after(stop), startedAt: after(since) });

describe('a repair', () => {
  it('resolves the harm that began before it', () => {
    const story = looks([5, [stopped('main', after(0))], stopAt(0)], [22, [againLogging(10)], startAt(10)]);
    expect(of(story, 'logging-stopped')).toMatchObject({ state: 'resolved', until: after(10) });
  });

  it('does not resolve the harm that came after it, when both come in one batch', () => {
    const story = looks(
      [5, [stopped('main', after(0))], stopAt(0)],
      [22, [againLogging(10)], stopAt(0), startAt(10), stopAt(20)],
    );
    expect(of(story, 'logging-stopped')).toMatchObject({ state: 'open', harmedAt: after(20) });
  });

  it('does not resolve it when the harm was told of in an earlier batch', () => {
    const story = looks(
      [5, [stopped('main', after(0))], stopAt(0)],
      [22, [againLogging(10)], stopAt(20)],
      [24, [againLogging(10)], startAt(10)],
    );
    expect(of(story, 'logging-stopped')?.state).toBe('open');
  });

  it('does not resolve harm that follows it within the seconds by which two clocks may differ', () => {
    const story = looks(
      [1, [stopped('main', after(0))], stopAt(0)],
      [5, [againLogging(2)], startAt(2), stopAt(4)],
    );
    expect(of(story, 'logging-stopped')?.state).toBe('open');
  });

  it('stays one incident with the harm that came after it', () => {
    const story = looks(
      [5, [stopped('main', after(0))], stopAt(0)],
      [22, [againLogging(10)], startAt(10), stopAt(20)],
      [24, [stopped('main', after(20))], stopAt(20)],
    );
    expect(of(story, 'logging-stopped')).toMatchObject({ state: 'open', incident: 'i-1' });
  });

  it('is not needed when two looks a minute apart agree after the last harm', () => {
    const story = looks(
      [5, [stopped('main', after(0))], stopAt(0)],
      [22, [againLogging(10)]],
      [40, [againLogging(10)], stopAt(30)],
      [90, [againLogging(10)]],
    );
    expect(of(story, 'logging-stopped')?.state).toBe('open');
    const later = tell(story, { seen: observation([againLogging(10)], after(101)) }).remembered;
    expect(of(later, 'logging-stopped')?.state).toBe('resolved');
  });
});

describe('a trail that is gone', () => {
  const deleted = [0, [], call('DeleteTrail', after(0), 'main')] as const;
  const everyDay = (days: number, sights: readonly TrailSight[] = []) =>
    Array.from({ length: days }, (_, index) => [(index + 1) * day, sights] as const);

  it('is not repaired by 90 days of silence, and opens nothing new then', () => {
    const story = looks([...deleted], ...everyDay(95).map((one) => [...one] as [number, TrailSight[]]));
    const open = [...story.findings.values()].filter(({ state }) => state === 'open');
    expect(open.map(({ rule, incident }) => `${rule} ${incident}`)).toEqual(['trail-gone i-1']);
  });

  it('ends when another trail records everything, also after 90 days', () => {
    const story = looks([...deleted], ...everyDay(95).map((one) => [...one] as [number, TrailSight[]]));
    const spare = [logging('spare')];
    const twice = [96 * day, 96 * day + 61].reduce(
      (before, seconds) => tell(before, { seen: observation(spare, after(seconds)) }).remembered,
      story,
    );
    expect(of(twice, 'trail-gone')?.state).toBe('resolved');
  });
});

describe('the window of what was not recorded', () => {
  const owner = account('999999999999');
  /** An organization trail as a member is told of it: whether it logs, and no times. */
  function secondHand(is: boolean, startedAt?: number): TrailSight {
    const sight = logging('org', {}, { organization: true, owner });
    const times = startedAt === undefined ? {} : { startedAt: after(startedAt) };
    return {
      ...sight,
      secondHand: startedAt === undefined,
      status: { kind: 'seen', value: { logging: is, ...times } },
    };
  }
  function seen(before: Remembered, sights: readonly TrailSight[], seconds: number): Remembered {
    const look: Observation = withKnownStarts(observation(sights, after(seconds)), before.memory);
    return tell(before, { seen: look }).remembered;
  }

  it('never ends before it began, when only an old start is known', () => {
    const story = [
      [secondHand(true, -day), -600],
      [secondHand(false), 0],
      [secondHand(true), 3600],
      [secondHand(true), 3661],
    ].reduce((before, [sight, seconds]) => seen(before, [sight as TrailSight], seconds as number), blank);
    expect(of(story, 'logging-stopped')).toMatchObject({
      state: 'resolved',
      since: after(0),
      until: after(3600),
    });
  });

  it('never ends before it began, when the clock that looks lags behind the one that stopped', () => {
    const ahead = logging('main', { stoppedAt: after(3), startedAt: after(-60) });
    const story = looks([1, [ahead]]);
    expect(of(story, 'logging-interrupted')).toMatchObject({ since: after(3), until: after(3) });
  });
});

describe('a change whose record lacks what was requested, as of a large request', () => {
  const basic = { managementEvents: true, readWrite: 'WriteOnly', excludedSources: [] } as const;
  const narrow = recording(logging('main', {}, { customSelectors: true }), {
    kind: 'basic',
    selectors: [basic],
  });
  const put = (seconds: number): Trigger =>
    call('PutEventSelectors', after(seconds), undefined, { effect: 'change', parametersMissing: true });

  it('ends nothing at once while AWS may still show what was before it', () => {
    const story = looks([2, [narrow], put(0)], [12, [logging('main')], put(5), put(10)], [72, [narrow]]);
    expect(of(story, 'management-events-narrowed')).toMatchObject({ state: 'open', incident: 'i-1' });
  });

  it('is proven to be a repair by two looks a minute apart', () => {
    const story = looks([2, [narrow], put(0)], [12, [logging('main')], put(5)], [72, [logging('main')]]);
    expect(of(story, 'management-events-narrowed')).toMatchObject({ state: 'resolved', until: after(12) });
  });
});
