import { describe, expect, it } from 'vitest';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import { severityOf } from '#domain/issues/incident.ts';
import type { AnswerDesk, Press } from '#ports/answers.ts';
import { carryOutPress } from '#usecases/answer/carry-out-press.ts';
import { evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';
import { home, later, noon, shop, shopTrail } from '#test/given/shop.ts';

const jane = { id: 'U01', name: 'jane' };
const john = { id: 'U02', name: 'john' };
const other = shopTrail.replace('trail/shop', 'trail/other') as typeof shopTrail;
const sso = `arn:aws:iam::${shop}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`;
const byJane = { kind: 'identity-center', person: 'jane@example.com', roleArn: sso } as const;

/** A trail that jane stopped while another goes on: what people in Slack are told of. */
async function told(actor: Parameters<typeof stopOf>[1] = { actor: byJane }) {
  const world = await evaluationWorld();
  for (const one of [{}, { arn: other, name: 'other', bucket: 'elsewhere' }]) world.put(one);
  await world.evaluate();
  world.clock.pass(60);
  world.put({}, { logging: false, stoppedAt: later(noon, 60) });
  await world.evaluate({ regions: [home], why: 'event', triggers: [stopOf(shopTrail, actor)] });
  const [found] = await world.open();
  const incident = found!.incident;
  const said: string[] = [];
  const asked: Press[] = [];
  const addresses: Record<string, string> = { 'jane@example.com': 'U01' };
  const desk: { -readonly [Key in keyof AnswerDesk]: AnswerDesk[Key] } = {
    askForReason: async (press) => void asked.push(press),
    sayTo: async (press, text) => void said.push(`${press.person.name}: ${text}`),
    isAmong: async (person, named) => named.some((one) => one === person || addresses[one] === person),
  };
  const queues = [memoryReportQueue(world.clock), memoryReportQueue(world.clock)];
  let reads = 0;
  const { readIncident } = world.stores.incidents;
  const parts = {
    ...world.stores,
    incidents: {
      ...world.stores.incidents,
      readIncident: (id: typeof incident) => {
        reads += 1;
        return readIncident(id);
      },
    },
    desk,
    queues,
    followUps: world.followUps,
    mayAccept: ['U02'],
    people: new Map([[`arn:aws:iam::${shop}:user/joe`, 'U02']]),
    names: new Map([[shop, 'shop']]),
  };
  const press = (changes: Partial<Press>) =>
    carryOutPress(parts)({
      action: 'on-it',
      incident,
      person: jane,
      at: world.clock.now(),
      channel: 'C01',
      ...changes,
    });
  const view = async () => (await world.stores.incidents.readIncident(incident))!;
  const answers = async () => ((await view()).answers ?? []).map(({ kind, by }) => `${kind} ${by}`);
  return { ...world, desk, press, view, answers, said, asked, queues, incident, reads: () => reads };
}

describe('a press of a button', () => {
  it('is kept with who pressed it, noted on the issue, and shown by message, ticket and machines', async () => {
    const world = await told();
    await world.press({ action: 'on-it' });
    expect(await world.answers()).toEqual(['on-it jane (U01)']);
    expect(await world.stores.noted(shop, home)).toMatchObject([{ kind: 'on-it', by: 'jane (U01)' }]);
    const { facts, milestones } = announcementOf(await world.view(), { accounts: new Map(), now: noon });
    expect(JSON.stringify(facts)).toContain('jane (U01)');
    expect(milestones.filter(({ id }) => id.startsWith('answer-'))).toMatchObject([{ quiet: true }]);
    world.clock.pass(1);
    for (const queue of world.queues)
      expect(queue.receive()).toMatchObject([{ incident: world.incident, attempts: 0 }]);
  });

  it.each([
    ['on-it', jane],
    ['recheck', john],
    ['was-me', jane],
  ] as const)(
    'of %s reads the incident once, however many members it has, and shows the answer',
    async (action, person) => {
      const world = await told();
      await world.press({ action: 'on-it', person: john });
      const before = world.reads();
      world.clock.pass(1);
      await world.press({ action, person });
      expect(world.reads() - before).toBe(1);
      expect(await world.stores.noted(shop, home)).toMatchObject([
        { kind: 'on-it', by: 'john (U02)' },
        { kind: action, by: `${person.name} (${person.id})` },
      ]);
    },
  );

  it('twice is one answer, and so is the same press carried out twice', async () => {
    const world = await told();
    for (let time = 0; time < 3; time += 1) {
      await world.press({});
      world.clock.pass(1);
    }
    expect(await world.answers()).toEqual(['on-it jane (U01)']);
    await world.press({ person: john });
    expect(await world.answers()).toHaveLength(2);
  });

  it('that two processes took from Slack (an answer that was late, and its retry) has one effect and one reply', async () => {
    const world = await told();
    const at = world.clock.now();
    await Promise.all([world.press({ at }), world.press({ at })]);
    world.clock.pass(40);
    await world.press({ at });
    expect(await world.answers()).toEqual(['on-it jane (U01)']);
    expect(await world.stores.noted(shop, home)).toHaveLength(1);
    const { milestones } = announcementOf(await world.view(), { accounts: new Map(), now: noon });
    expect(milestones.filter(({ id }) => id.startsWith('answer-'))).toHaveLength(1);
  });

  it.each([
    ['recheck', { action: 'recheck' }],
    ['accept-form', { action: 'accept-form', person: john, days: 7, reason: 'It is replaced' }],
    ['was-not-me', { action: 'was-not-me' }],
  ] as const)('of %s that comes again is one answer, however late', async (_, changes) => {
    const world = await told();
    const at = world.clock.now();
    for (const pause of [0, 3, 90]) {
      world.clock.pass(pause);
      await world.press({ ...changes, at });
    }
    expect(await world.answers()).toHaveLength(1);
    expect(await world.stores.acceptances.listAcceptances()).toHaveLength(
      changes.action === 'accept-form' ? 1 : 0,
    );
  });

  it('that two processes took shows its form or its refusal once; the next press shows it again', async () => {
    const world = await told();
    const at = world.clock.now();
    const refused = { action: 'accept', person: jane, at } as const;
    const asking = { action: 'accept', person: john, at } as const;
    for (const press of [refused, asking]) await Promise.all([world.press(press), world.press(press)]);
    world.clock.pass(200);
    for (const press of [refused, asking]) await world.press(press);
    expect(world.said).toHaveLength(1);
    expect(world.asked).toHaveLength(1);
    for (const press of [refused, asking]) await world.press({ ...press, at: world.clock.now() });
    expect(world.said).toHaveLength(2);
    expect(world.asked).toHaveLength(2);
  });

  it('that Slack did not take is shown by the next attempt', async () => {
    const world = await told();
    const press = { action: 'accept', person: jane, at: world.clock.now() } as const;
    world.desk.sayTo = () => Promise.reject(new Error('Slack did not show an answer'));
    await expect(world.press(press)).rejects.toThrow('did not show');
    world.desk.sayTo = async (_, text) => void world.said.push(text);
    for (let time = 0; time < 2; time += 1) await world.press(press);
    expect(world.said).toHaveLength(1);
  });

  it('that was carried out and comes again when all is over is not refused', async () => {
    const world = await told();
    const form = { action: 'accept-form', person: john, days: 7, reason: 'It is replaced' } as const;
    const presses = [form, { action: 'recheck' } as const].map((one) => ({ ...one, at: world.clock.now() }));
    for (const press of presses) await world.press(press);
    world.clock.pass(60);
    world.put({}, { logging: true, startedAt: world.clock.now() });
    await world.evaluate();
    world.clock.pass(61);
    await world.evaluate();
    expect(await world.open()).toEqual([]);
    for (const press of presses) await world.press(press);
    expect(world.said).toEqual([]);
  });

  it('by two people are two answers with two replies, each of its own', async () => {
    const world = await told();
    await Promise.all([world.press({}), world.press({ person: john })]);
    expect([...(await world.answers())].sort()).toEqual(['on-it jane (U01)', 'on-it john (U02)']);
    const { milestones } = announcementOf(await world.view(), { accounts: new Map(), now: noon });
    expect(milestones.filter(({ id }) => id.startsWith('answer-'))).toHaveLength(2);
  });

  it('asks for another look', async () => {
    const world = await told();
    const before = world.followUps.sent.laterLooks.length;
    await world.press({ action: 'recheck' });
    expect(world.followUps.sent.laterLooks.slice(before)).toMatchObject([
      { request: { account: shop, why: 'look-again' }, seconds: 0 },
    ]);
    expect(await world.answers()).toEqual(['recheck jane (U01)']);
  });
});

describe('Was this you?', () => {
  it('yes is a note of the person behind the call, and changes nothing', async () => {
    const world = await told();
    const before = severityOf(await world.view());
    await world.press({ action: 'was-me' });
    expect(await world.answers()).toEqual(['was-me jane (U01)']);
    expect(severityOf(await world.view())).toBe(before);
  });

  it('no raises the severity, and is said in the channel', async () => {
    const world = await told();
    expect(severityOf(await world.view())).toBe('high');
    await world.press({ action: 'was-not-me' });
    expect(severityOf(await world.view())).toBe('critical');
    const { milestones } = announcementOf(await world.view(), { accounts: new Map(), now: noon });
    const [answer] = milestones.filter(({ id }) => id.startsWith('answer-'));
    expect(answer).not.toHaveProperty('quiet');
  });

  it.each([
    ['another person', { actor: byJane }, john],
    [
      'somebody whose role only has the name of one of Identity Center',
      { actor: { ...byJane, roleArn: `arn:aws:iam::${shop}:role/AWSReservedSSO_Admin_0123456789abcdef` } },
      jane,
    ],
    ['a session of any role', { actor: { kind: 'assumed-role', person: 'jane@example.com' } }, jane],
    ['an IAM user that is not mapped', { actor: { kind: 'iam-user', person: 'jane', arn: 'arn:x' } }, jane],
  ] as const)('is not answered by %s', async (_, actor, person) => {
    const world = await told(actor);
    await world.press({ action: 'was-not-me', person });
    expect(await world.answers()).toEqual([]);
    expect(world.said).toEqual([`${person.name}: Only the person behind the call can answer this.`]);
    expect(severityOf(await world.view())).toBe('high');
  });

  it('is answered by an IAM user that the configuration maps', async () => {
    const joe = { kind: 'iam-user', person: 'joe', arn: `arn:aws:iam::${shop}:user/joe` } as const;
    const world = await told({ actor: joe });
    await world.press({ action: 'was-me', person: john });
    expect(await world.answers()).toEqual(['was-me john (U02)']);
  });
});

describe('Accept', () => {
  const form = { action: 'accept-form', person: john, days: 7, reason: 'It is replaced' } as const;

  it('asks those who may for end and reason, and nobody else', async () => {
    const world = await told();
    await world.press({ action: 'accept', person: john });
    expect(world.asked).toHaveLength(1);
    for (const action of ['accept', 'accept-form'] as const)
      await world.press({ ...form, action, person: jane });
    expect(world.asked).toHaveLength(1);
    expect(world.said).toHaveLength(2);
    expect(await world.stores.acceptances.listAcceptances()).toEqual([]);
  });

  it('accepts what is open, for 30 days at most, in the name of who pressed', async () => {
    const world = await told();
    await world.press({ ...form, days: 400 });
    const day = 86_400_000;
    const [kept] = await world.stores.acceptances.listAcceptances();
    expect(kept).toMatchObject({ reason: 'It is replaced', owner: 'john (U02)', by: 'john (U02) in Slack' });
    expect(kept!.until - kept!.at).toBe(30 * day);
    expect(await world.answers()).toEqual(['accepted john (U02)']);
  });

  it.each([
    ['without a reason', { reason: ' ' }, 'a reason is needed'],
    ['without an end', { days: undefined }, 'its end lies in the past'],
  ])('says %s why it does not', async (_, changes, why) => {
    const world = await told();
    await world.press({ ...form, ...changes });
    expect(world.said).toEqual([`john: This was not accepted: ${why}.`]);
    expect(await world.answers()).toEqual([]);
  });
});
