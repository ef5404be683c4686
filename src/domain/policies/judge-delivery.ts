import type { DeliveryRequest } from './delivery-request.ts';
import type { JudgedStatement } from './statement.ts';
import { judgeStatement, statementsOf } from './statement.ts';

/** Why a delivery will fail. */
export interface Breakage {
  /** The Sid, or the position from 1, of the statement that denies the call or nearly allows it. Untrusted text. */
  readonly statement?: string | number | undefined;
  /** What the statement does; apart from the names of known condition keys, no text of the policy. */
  readonly words: string;
}

/** Whether a policy lets CloudTrail deliver; `works` says nothing about other policies. */
export type DeliveryVerdict =
  | { readonly verdict: 'works' }
  | { readonly verdict: 'fails'; readonly because: Breakage }
  | { readonly verdict: 'cannot-tell'; readonly why: string };

const cannotTell = (why: string): DeliveryVerdict => ({ verdict: 'cannot-tell', why });

function parsed(policy: unknown): unknown {
  if (typeof policy !== 'string') return policy;
  try {
    return JSON.parse(policy);
  } catch {
    return undefined; // The verdict then is that the policy cannot be read.
  }
}

/** The verdict on a request that a Deny applies to; names the condition keys that apply because they are absent. */
function denial({ name, keys }: JudgedStatement, request: DeliveryRequest): DeliveryVerdict {
  const trap = keys.filter(({ absent }) => absent).map(({ key }) => key);
  const because =
    trap.length === 0
      ? ''
      : `: its condition on ${[...new Set(trap)].join(', ')} holds, because CloudTrail does not send that key`;
  const words = `denies ${request.action}, needed for ${request.purpose}${because}`;
  return { verdict: 'fails', because: { statement: name, words } };
}

/** Why an Allow does not apply, when there is exactly one reason. */
function obstacle({ principal, action, resource, keys }: JudgedStatement): string | undefined {
  const missing = keys.filter(({ holds }) => holds === 'no').map(({ key }) => key);
  const reasons = [
    ...(principal === 'no' ? ['not to CloudTrail'] : []),
    ...(action === 'no' ? ['other actions'] : []),
    ...(resource === 'no' ? ['on other resources'] : []),
    ...(missing.length > 0 ? [`under another ${[...new Set(missing)].join(', ')}`] : []),
  ];
  return reasons.length === 1 ? reasons[0] : undefined;
}

function notAllowed(allows: readonly JudgedStatement[], request: DeliveryRequest): DeliveryVerdict {
  const words = `no statement allows ${request.action}, needed for ${request.purpose}`;
  const near = allows
    .filter(({ action }) => action !== 'no')
    .map((statement) => ({ statement: statement.name, reason: obstacle(statement) }))
    .find(({ reason }) => reason !== undefined);
  if (near?.reason === undefined) return { verdict: 'fails', because: { words } };
  return {
    verdict: 'fails',
    because: { statement: near.statement, words: `${words}; this one allows it ${near.reason}` },
  };
}

function judgeRequest(statements: readonly unknown[], request: DeliveryRequest): DeliveryVerdict {
  const judged = statements.map((statement, index) => judgeStatement(statement, index, request));
  const denies = judged.filter(({ effect }) => effect !== 'Allow');
  const allows = judged.filter(({ effect }) => effect !== 'Deny');
  const denying = denies.find(({ effect, applies }) => effect === 'Deny' && applies === 'yes');
  if (denying) return denial(denying, request);
  if (allows.every(({ applies }) => applies === 'no')) return notAllowed(allows, request);
  const doubtful = denies.find(({ applies }) => applies !== 'no');
  if (doubtful) return cannotTell(`it cannot be told whether a statement denies ${request.action}`);
  const allowed = allows.some(({ effect, applies }) => effect === 'Allow' && applies === 'yes');
  return allowed
    ? { verdict: 'works' }
    : cannotTell(`it cannot be told whether a statement allows ${request.action}`);
}

function tolerant(verdict: DeliveryVerdict, { needed, purpose }: DeliveryRequest): DeliveryVerdict {
  if (verdict.verdict !== 'fails' || needed === 'now') return verdict;
  return cannotTell(`deliveries go on, but changes to the trail may be refused for ${purpose}`);
}

/**
 * Judges whether the resource policy of a bucket or key lets CloudTrail make all of `requests`. `policy` is its text or
 * its JSON; undefined means that there is no policy. A request fails when a Deny certainly applies or no Allow can
 * apply; it works when an Allow certainly applies and no Deny can. Pure, never throws.
 */
export function judgeTrailDelivery(policy: unknown, requests: readonly DeliveryRequest[]): DeliveryVerdict {
  const statements = policy === undefined ? [] : statementsOf(parsed(policy));
  if (statements === undefined) return cannotTell('the policy cannot be read');
  const verdicts = requests.map((request) => tolerant(judgeRequest(statements, request), request));
  return (
    verdicts.find(({ verdict }) => verdict === 'fails') ??
    verdicts.find(({ verdict }) => verdict === 'cannot-tell') ?? { verdict: 'works' }
  );
}
