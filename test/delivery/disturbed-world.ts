import { memoryChannel } from '#adapters/memory/memory-channel.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import { movementsOf } from '#domain/issues/movement.ts';
import { instant } from '#domain/values/instant.ts';
import { digest } from '#doors/words.ts';
import { seeded, shuffled } from '#local/harness/seeded.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { shop } from '#test/given/shop.ts';
import { evaluationWorld } from '#test/given/evaluation-world.ts';
import type { AccountParts } from '#usecases/evaluate/evaluate-account.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';

/** How deliveries are disturbed; undefined: every message once, in order, one at a time. */
export interface Disturbance {
  readonly seed: number;
  /** How many evaluators and reporters work at the same time. */
  readonly atOnce: number;
  /** How often a message may come. */
  readonly copies: number;
}

/** The messages as they come: copied, mixed and in bundles that are worked on at the same time. */
function bundles<Message>(messages: readonly Message[], how: Disturbance | undefined): Message[][] {
  if (how === undefined) return messages.map((message) => [message]);
  const random = seeded(how.seed);
  const copies = messages.flatMap((message) =>
    Array.from({ length: 1 + Math.floor(random() * how.copies) }, () => message),
  );
  const mixed = shuffled(copies, random);
  return Array.from({ length: Math.ceil(mixed.length / how.atOnce) }, (_, index) =>
    mixed.slice(index * how.atOnce, (index + 1) * how.atOnce),
  );
}

/** A planted fault: every finding opens an incident of its own. */
export const withoutClaims = (incidents: AccountParts['incidents']): AccountParts['incidents'] => ({
  ...incidents,
  claimIncident: (claim) =>
    incidents.claimIncident({
      ...claim,
      session: undefined,
      cause: `${claim.cause}${Math.random()}` as typeof claim.cause,
    }),
});

/** An account in memory with evaluators and reporters around it, to whom messages come as `how` says. */
export async function disturbedWorld(how: Disturbance | undefined, planted?: typeof withoutClaims) {
  const world = await evaluationWorld();
  const { clock, stores, followUps } = world;
  const channel = memoryChannel({ clock });
  const queue = memoryReportQueue(clock);
  const moved: IssueMovement[] = [];
  const issues: AccountParts['issues'] = {
    ...stores.issues,
    saveLook: async (result) => {
      const outcome = await stores.issues.saveLook(result);
      if (outcome === 'applied' && result.issue)
        moved.push(...movementsOf(result.before.issue, result.issue));
      return outcome;
    },
  };
  const accounts = new Map([[shop, 'shop']]);
  const reporter: ReportParts = {
    ...stores,
    issues,
    clock,
    channel,
    queue,
    digest,
    compose: async (view) =>
      isTold(view) ? announcementOf(view, { accounts, now: clock.now() }) : undefined,
    recipients: async () => [{ channel: 'slack', to: '#security' }],
    onFirstTold: async () => undefined,
  };
  const incidents = planted?.(stores.incidents) ?? stores.incidents;
  const evaluate = evaluateAccount({ ...world.parts, issues, incidents });
  // SQS brings a message back that failed; so often is more than enough for so few rivals.
  const patiently = async (work: () => Promise<unknown>): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await work();
        return;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  };

  async function each<Message>(messages: readonly Message[], work: (message: Message) => Promise<unknown>) {
    for (const bundle of bundles(messages, how))
      await Promise.all(bundle.map((message) => patiently(() => work(message))));
  }
  async function rest(): Promise<void> {
    for (let turn = 0; turn < 400; turn += 1) {
      const looks = followUps.sent.laterLooks.splice(0);
      const changes = moved.splice(0);
      if (looks.length + changes.length + queue.waiting.length === 0) return;
      await each(changes, (movement) => reportMovements(reporter)()([movement]));
      clock.pass(turn === 0 ? 1 : 20);
      for (const { seconds } of looks) clock.pass(seconds);
      await each(
        looks.map(({ request }) => request),
        evaluate,
      );
      await each(queue.receive(), servePending(reporter));
    }
    throw new Error('it never comes to rest');
  }
  return {
    ...world,
    channel,
    queue,
    /** Lets evaluations of `triggers` come, each for the Region of its trail, and everything that follows from them. */
    deliver: async (triggers: readonly Trigger[]): Promise<void> => {
      const requests = triggers.map(
        (trigger) =>
          ({
            account: shop,
            regions: [trigger.region],
            why: 'event',
            triggers: [trigger],
          }) as unknown as EvaluationRequest,
      );
      await each(requests, evaluate);
      await rest();
    },
    /** Looks everywhere, as the sweep does. */
    look: async (): Promise<void> => {
      await evaluate({ account: shop, regions: 'all', why: 'sweep', triggers: [] });
      await rest();
    },
    /** What there is in the end, without the moments at which it was seen. */
    outcome: async () => {
      const items = await stores.issues.listUnclosed(shop);
      const timeless = (text: string): string => text.replaceAll(/@.*$/g, '');
      return {
        items: items
          .map(({ region, status, disabled, findings }) => ({
            region,
            status,
            disabled,
            findings: [...findings.values()]
              .map(({ rule, subject, state, severity, peak, harmful, causedBy }) =>
                [rule, subject, state, severity, peak, harmful, causedBy].join(' '),
              )
              .sort(),
          }))
          .sort((one, other) => one.region.localeCompare(other.region)),
        told: channel.messages
          .map(({ shown, finished }) => `${shown.severity} ${shown.done} ${finished} ${shown.status}`)
          .sort(),
        saidTwice: channel.messages.flatMap(({ said }) => said.length - new Set(said.map(timeless)).size),
        waiting: queue.waiting.length + queue.deadLetters.length,
      };
    },
  };
}

/** A moment so many milliseconds after another. */
export const after = (moment: number, milliseconds: number) => instant(moment + milliseconds);
