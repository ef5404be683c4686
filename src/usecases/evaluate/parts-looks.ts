import { serviceOf } from '#domain/facts/monitored.ts';
import { refusalsIn, regionOffCodes } from '#domain/facts/refusals-in.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** When a refusal is looked at again, in seconds: two refusals this far apart are told. */
const confirmAfterSeconds = 60;

interface PartsLook {
  readonly request: EvaluationRequest;
  readonly seconds: number;
}

/** Whether a place that was read before refuses now, and nothing is known of it yet. */
function isNewlyRefused({ observation, memory, findings }: RegionOutcome): boolean {
  const refused = refusalsIn(observation).some(({ code }) => !regionOffCodes.has(code));
  const known = [...findings.values()].some(
    ({ rule, state }) => rule === 'access-lost' && state !== 'resolved',
  );
  return refused && memory !== undefined && !known;
}

/** A move of the account, or a change of its policies, can take parts away later: looked at after so many seconds. */
const afterMoveSeconds = [60, 300] as const;

function wasMoved({ why, triggers }: EvaluationRequest): boolean {
  return why === 'event' && triggers.some(({ eventSource }) => serviceOf(eventSource) === 'organizations');
}

/**
 * The looks at the detector's parts that follow an evaluation: of places that are refused for the first time, to
 * confirm it, of accounts that were moved or got other policies, and of the whole account when `again`, to see whether a gap was closed.
 */
export function partsLooks(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  again: boolean,
): readonly PartsLook[] {
  const { account, triggers, refusedSince } = request;
  const refused = refusedSince === undefined ? outcomes.filter(isNewlyRefused) : [];
  const [first] = refused;
  const asked = { account, why: 'parts', triggers } as const;
  return [
    ...(first
      ? [
          {
            request: {
              ...asked,
              regions: refused.map(({ region }) => region),
              refusedSince: first.observation.at,
            },
            seconds: confirmAfterSeconds,
          },
        ]
      : []),
    ...(wasMoved(request)
      ? afterMoveSeconds.map((seconds) => ({ request: { ...asked, regions: 'all' as const }, seconds }))
      : []),
    ...(again ? [{ request: { ...asked, regions: 'all' as const, unhurried: true }, seconds: 0 }] : []),
  ];
}
