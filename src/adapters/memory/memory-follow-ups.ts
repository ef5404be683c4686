import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';

/** The recorded follow-ups, in order. */
export interface SentFollowUps {
  readonly laterLooks: { readonly request: EvaluationRequest; readonly seconds: number }[];
  readonly swept: EvaluationRequest[];
  readonly fannedOut: EvaluationRequest[];
  readonly partsLooks: { readonly request: EvaluationRequest; readonly seconds: number }[];
}

/** Records follow-ups in `sent` instead of sending them. */
export function memoryFollowUps(): FollowUps & { readonly sent: SentFollowUps } {
  const sent: SentFollowUps = { laterLooks: [], swept: [], fannedOut: [], partsLooks: [] };
  return {
    sent,
    async lookAgain(request, seconds) {
      sent.laterLooks.push({ request, seconds });
    },
    async evaluateAll(requests) {
      sent.swept.push(...requests);
    },
    async fanOut(requests) {
      sent.fannedOut.push(...requests);
    },
    async lookAtParts(requests, seconds) {
      sent.partsLooks.push(...requests.map((request) => ({ request, seconds })));
    },
  };
}
