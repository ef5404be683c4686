import type { DeliveryRequest } from './delivery-request.ts';
import type { JudgedStatement } from './statement.ts';
import { judgeStatement, statementsOf } from './statement.ts';

/** Why a delivery will fail. */
export interface Breakage {
  /** The Sid, or the place from 1, of the statement that denies it or comes closest to allowing it. Anybody's text. */
  readonly statement?: string | number | undefined;
  /** What it does, in plain words of our own. */
  readonly words: string;
}

/** Whether CloudTrail can deliver under a policy. `works` speaks of this policy only. */
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
    return undefined; // Told as a policy that cannot be read.
  }
}

/** The keys that CloudTrail does not send and that make a Deny hit it. */
function denial({ name, keys }: JudgedStatement, request: DeliveryRequest): DeliveryVerdict {
  const trap = keys.filter(({ absent }) => absent).map(({ key }) => key);
  const because =
    trap.length === 0
      ? ''
      : `: its condition on ${[...new Set(trap)].join(', ')} holds, because CloudTrail does not send that key`;
  const words = `denies ${request.action}, needed for ${request.purpose}${because}`;
  return { verdict: 'fails', because: { statement: name, words } };
}

/** What keeps an Allow from applying, when it is one thing only. */
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
 * Judges whether the resource policy of a bucket or key lets CloudTrail do all of `requests`. `policy` is its text or
 * its JSON; undefined means that there is none. A Deny that surely applies decides, as does the lack of any Allow that
 * could apply; it works when an Allow surely applies and no Deny could. Pure, never throws.
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
