import { describe, expect, it } from 'vitest';
import { memoryCentralGaps } from '#adapters/memory/memory-central-gaps.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import type { CentralRuleSight } from '#domain/facts/central-rules.ts';
import { account, home, later, noon } from '#test/given/shop.ts';
import { evaluationWorld } from '#test/given/evaluation-world.ts';
import { beginLooks } from '#usecases/guard/begin-looks.ts';
import { lookAtCentre } from '#usecases/guard/look-at-centre.ts';
import { noteOwnChange } from '#usecases/evaluate/note-own-change.ts';

const central = account('123456789012');
const queue = 'arn:aws:sqs:eu-west-1:123456789012:trailwarden-prod-EventsQueue';
const rules: readonly CentralRuleSight[] = [
  {
    name: 'trailwarden-prod-CentralRule-1A',
    bus: 'trailwarden',
    digest: 'c',
    enabled: true,
    queues: [queue],
  },
  { name: 'trailwarden-prod-SqsRule-2B', bus: 'default', digest: 's', enabled: true, queues: [queue] },
];
const expected = [
  { name: 'central', bus: 'trailwarden', digest: 'c', queue },
  { name: 'sqs', bus: 'default', digest: 's', queue },
];

function world(enabled = true) {
  const followUps = memoryFollowUps();
  const gaps = memoryCentralGaps();
  const there = { rules };
  const readRules = async () => there.rules;
  const parts = { account: central, region: home, expected, readRules, gaps, followUps, enabled };
  const look = lookAtCentre(parts);
  const told = () => followUps.sent.laterLooks.map(({ request }) => request);
  return { there, gaps, look, told };
}

const changed = (changes: Partial<CentralRuleSight>) => [{ ...rules[0]!, ...changes }, rules[1]!];
const missing = 'is gone or has another pattern';

describe('a rule of the centre', () => {
  it.each([
    ['is disabled', changed({ enabled: false }), 'trailwarden-prod-CentralRule-1A', 'is disabled'],
    ['has another pattern', changed({ digest: 'x' }), 'central', missing],
    ['is gone', [rules[1]!], 'central', missing],
    ['is on another bus', changed({ bus: 'default' }), 'central', missing],
    [
      'sends elsewhere',
      changed({ queues: ['arn:aws:sqs:eu-west-1:999999999999:mine'] }),
      'trailwarden-prod-CentralRule-1A',
      'does not send to its queue',
    ],
  ] as const)('that %s is told after three looks, once', async (_, there, rule, found) => {
    const { there: now, look, told } = world();
    await look(noon);
    now.rules = there;
    for (const minutes of [5, 10]) await look(later(noon, minutes * 60));
    expect(told()).toEqual([]);
    for (const minutes of [15, 20, 25, 600]) await look(later(noon, minutes * 60));
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({
      account: central,
      regions: [home],
      why: 'own-change',
      triggers: [{ dependsOn: { kind: 'rule', id: rule }, requested: { found }, at: later(noon, 300) }],
    });
  });

  it('that is changed by a deploy, which takes some minutes, is not told', async () => {
    const { there, look, told } = world();
    there.rules = [rules[1]!];
    await look(noon);
    there.rules = rules;
    await look(later(noon, 300));
    there.rules = [rules[1]!];
    await look(later(noon, 600));
    await look(later(noon, 900));
    expect(told()).toEqual([]);
  });

  it('that was mended is told again when it is taken away again', async () => {
    const { there, look, told } = world();
    const hour = async (from: number) => {
      for (const minutes of [0, 5, 10]) await look(later(noon, from * 3600 + minutes * 60));
    };
    there.rules = changed({ enabled: false });
    await hour(0);
    there.rules = rules;
    await hour(1);
    there.rules = changed({ enabled: false });
    await hour(2);
    const ids = told().map(({ triggers }) => triggers[0]?.eventId);
    expect(new Set(ids).size).toBe(2);
  });

  it('is not looked at while detection is off', async () => {
    const { there, look, told } = world(false);
    there.rules = [];
    for (const minutes of [0, 5, 10, 15]) await look(later(noon, minutes * 60));
    expect(told()).toEqual([]);
  });

  it('is told of, high, whose name is known and whose actor is not', async () => {
    const { there, look, told } = world();
    there.rules = changed({ enabled: false });
    for (const minutes of [0, 5, 10]) await look(later(noon, minutes * 60));
    const [request] = told();
    const { parts, stores, clock } = await evaluationWorld();
    clock.pass(600);
    await noteOwnChange({ ...parts, own: { account: central, names: [], rules: [] } })(request!);
    const { issue } = await stores.issues.readRemembered(central, home);
    expect([...(issue?.findings.values() ?? [])]).toMatchObject([
      {
        rule: 'detector-changed',
        severity: 'high',
        harmful: true,
        evidence: {
          resource: 'trailwarden-prod-CentralRule-1A',
          change: 'trailwarden-prod-CentralRule-1A is disabled',
        },
      },
    ]);
    expect([...(issue?.findings.values() ?? [])][0]?.causedBy).toBeUndefined();
  });
});

describe('the scheduled run', () => {
  it('asks for looks at accounts although the centre cannot be read, and fails', async () => {
    let asked = 0;
    const ask = async () => (asked += 1);
    const lookAtTheCentre = async () => {
      throw new Error('AccessDenied');
    };
    await expect(beginLooks({ ask, lookAtCentre: lookAtTheCentre })(noon)).rejects.toThrow('begun');
    expect(asked).toBe(1);
  });
});
