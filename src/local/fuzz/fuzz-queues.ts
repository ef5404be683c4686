import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { InspectionRequest, Inspections } from '#ports/log-destinations.ts';
import type { Agenda } from './agenda.ts';

/** A use case that answers evaluation requests. */
export type Use = (request: EvaluationRequest) => Promise<unknown>;

/** The queues: what is asked for is done on the agenda. A search for causes names an actor only, and is left out. */
export function queuesOn(agenda: Agenda, uses: { readonly answer: Use; readonly parts: Use }): FollowUps {
  const ask = (request: EvaluationRequest, seconds: number): void => {
    if (request.why !== 'find-cause') agenda.later(seconds + 1, () => uses.answer(request));
  };
  return {
    lookAgain: async (request, seconds) => ask(request, seconds),
    evaluateAll: async (requests, seconds = 0) => requests.forEach((one) => ask(one, seconds)),
    fanOut: async (requests, seconds = 0) => requests.forEach((one) => ask(one, seconds)),
    lookAtParts: async (requests, seconds) =>
      requests.forEach((one) => agenda.later(seconds + 1, () => uses.parts(one))),
  };
}

/** The queue of inspections, done on the agenda. */
export function inspectionsOn(
  agenda: Agenda,
  inspect: (request: InspectionRequest) => Promise<unknown>,
): Inspections {
  return {
    askInspections: async (requests, seconds = 0) =>
      requests.forEach((one) => agenda.later(seconds + 1, () => inspect(one))),
  };
}
