import { logDestinationKey, logDestinationsOf } from '#domain/facts/log-destination.ts';
import type { Observation, Unreadable } from '#domain/facts/observation.ts';
import { refusalsIn } from '#domain/facts/refusals-in.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import type { AccountOutcome, SweepRefusal, SeenDestination } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { SweepLog } from '#ports/sweep-log.ts';
import type { AccountLook } from './evaluate-account.ts';
import { reasonOf } from '#usecases/reason-of.ts';

/** The use cases that answer the kinds of requests, and the log of the sweep. */
export interface AnswerParts {
  readonly sweeps: SweepLog;
  readonly clock: Clock;
  readonly evaluate: (request: EvaluationRequest) => Promise<AccountLook>;
  readonly findCauses: (request: EvaluationRequest) => Promise<void>;
  readonly noteOwnChange: (request: EvaluationRequest) => Promise<void>;
  /** False while detection is switched off: what is in the queues then is acknowledged, and every issue stays as it is. */
  readonly enabled: boolean;
}

function refusalsAt(observation: Observation): { region: Region; why: Unreadable }[] {
  return refusalsIn(observation).map((why) => ({ region: observation.region, why }));
}

function refusalsOf({ outcomes, refused }: AccountLook): SweepRefusal[] {
  const groups = Map.groupBy(
    outcomes.flatMap(({ observation }) => refusalsAt(observation)),
    ({ why }) => `${why.operation} ${why.code}`,
  );
  const all = [...groups.values()].flatMap((refusals) => {
    const [first] = refusals;
    const regions = [...new Set(refusals.map(({ region }) => region))].sort();
    return first ? [{ ...first.why, regions }] : [];
  });
  // If the read role cannot be assumed, every operation is refused for the same reason.
  const same = refused && all.some(({ operation }) => operation === refused.operation);
  return refused && !same ? [{ ...refused, regions: [] }, ...all] : all;
}

/** The log destinations of the trails that were seen; `asked` if a trail was read in its home, which asks for an inspection. */
function destinationsIn(account: AccountId, { outcomes }: AccountLook): SeenDestination[] {
  const seen = new Map<string, SeenDestination>();
  for (const { region, observation } of outcomes)
    for (const { trail } of observation.trails.kind === 'seen' ? observation.trails.value : []) {
      const asked = isAtHome({ account, region }, trail);
      for (const destination of logDestinationsOf(trail)) {
        const key = logDestinationKey(destination);
        seen.set(key, { ...destination, asked: asked || seen.get(key)?.asked === true });
      }
    }
  return [...seen.values()];
}

function outcomeOf(account: AccountId, at: AccountOutcome['at'], look: AccountLook): AccountOutcome {
  const trails = look.outcomes.flatMap(({ observation: { trails: sight } }) =>
    sight.kind === 'seen' ? sight.value.map(({ trail }) => trail) : [],
  );
  return {
    account,
    at,
    kind: 'done',
    regions: look.outcomes.map(({ region }) => region),
    regionsNamed: look.refused === undefined,
    trails: new Set(trails.filter(({ owner }) => owner === account).map(({ arn }) => arn)).size,
    ownsOrganizationTrail: trails.some(({ organization, owner }) => organization && owner === account),
    coveredBy: [
      ...new Set(
        trails.filter(({ organization, owner }) => organization && owner !== account).map(({ arn }) => arn),
      ),
    ],
    destinations: destinationsIn(account, look),
    leftOut: look.leftOut ?? [],
    refusals: refusalsOf(look),
  };
}

async function answerSweep(parts: AnswerParts, id: string, request: EvaluationRequest): Promise<void> {
  const { account } = request;
  try {
    const look = await parts.evaluate(request);
    await parts.sweeps.noteOutcome(id, outcomeOf(account, parts.clock.now(), look));
  } catch (error) {
    const why = reasonOf(error);
    const at = parts.clock.now();
    const nothing = {
      regions: [],
      regionsNamed: false,
      trails: 0,
      ownsOrganizationTrail: false,
      refusals: [],
    };
    await parts.sweeps.noteOutcome(id, { account, at, kind: 'failed', ...nothing, why });
    throw error;
  }
}

/** Answers an evaluation request by its kind; for a sweep, the outcome of the account is noted in its log. */
export function answerRequest(parts: AnswerParts): (request: EvaluationRequest) => Promise<void> {
  return async (request) => {
    if (!parts.enabled) return;
    if (request.why === 'own-change') return parts.noteOwnChange(request);
    if (request.why === 'find-cause') return parts.findCauses(request);
    if (request.sweep !== undefined) return answerSweep(parts, request.sweep, request);
    await parts.evaluate(request);
  };
}
