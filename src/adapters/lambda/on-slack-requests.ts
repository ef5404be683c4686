import type { Context, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import { readPress } from '#adapters/slack/read-press.ts';
import type { SignedRequest } from '#adapters/slack/signature.ts';
import { isRecent, isSigned, oldestRequestSeconds } from '#adapters/slack/signature.ts';
import type { Press } from '#ports/answers.ts';
import type { Clock } from '#ports/clock.ts';
import type { Secret } from '#ports/secret.ts';
import { logger, metrics, publishMetrics } from './observability.ts';

/** How requests are verified, and where presses of buttons go. */
export interface HearParts {
  readonly signingSecret: Secret;
  readonly clock: Clock;
  readonly send: (press: Press) => Promise<void>;
}

/** Largest body that is looked at, in bytes; Slack's own are a few thousand. */
const largestBody = 256 * 1024;
/** How often the secret is read anew at most because signatures do not match, in milliseconds. */
const readAnewAfterMs = 60_000;

const answer = (statusCode: number): LambdaFunctionURLResult => ({ statusCode, body: '' });

function requestIn({ headers, body = '', isBase64Encoded }: LambdaFunctionURLEvent): SignedRequest {
  return {
    timestamp: headers['x-slack-request-timestamp'] ?? '',
    signature: headers['x-slack-signature'] ?? '',
    // The signature is over the bytes that Slack sent; Lambda passes forms on as base64.
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** The signatures that were taken in this process: a request that comes again is a replay. */
function takenSignatures() {
  const taken = new Map<string, number>();
  return {
    has: (signature: string): boolean => taken.has(signature),
    add(signature: string, now: number): void {
      for (const [known, at] of taken) {
        if (now - at <= oldestRequestSeconds * 2000) break;
        taken.delete(known);
      }
      taken.set(signature, now);
    },
  };
}

/** Verifies with the secret as it is cached, then, once a minute at most, as it is now: it may have been changed. */
function verifier({ signingSecret, clock }: HearParts): (request: SignedRequest) => Promise<boolean> {
  let readAnewAt = 0;
  return async (request) => {
    // Before the secret is read, so that a flood without signatures costs next to nothing.
    if (!isRecent(request, clock.now())) return false;
    if (isSigned(request, await signingSecret(), clock.now())) return true;
    if (clock.now() - readAnewAt < readAnewAfterMs) return false;
    readAnewAt = clock.now();
    return isSigned(request, await signingSecret(true), clock.now());
  };
}

/**
 * Handles what Slack sends when people press buttons: answers 401 to what Slack has not signed within five minutes and to
 * what came before, else queues the press and answers 200 at once. Nothing is read of a body before it is verified.
 */
export function onSlackRequests(parts: HearParts) {
  const isVerified = verifier(parts);
  const taken = takenSignatures();
  return async (event: LambdaFunctionURLEvent, context: Context): Promise<LambdaFunctionURLResult> => {
    logger.addContext(context);
    const request = requestIn(event);
    const now = parts.clock.now();
    if (request.body.length > largestBody || !(await isVerified(request))) {
      metrics.addMetric('RequestsRefused', 'Count', 1);
      publishMetrics();
      return answer(401);
    }
    if (taken.has(request.signature)) return answer(401);
    const press = readPress(request.body.toString('utf8'), now);
    if (press) await parts.send(press);
    // Not before it is queued: Slack sends what failed again, signature and all.
    taken.add(request.signature, now);
    return answer(200);
  };
}
