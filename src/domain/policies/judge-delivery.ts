import type { AccountId } from '#domain/values/account-id.ts';
import type { DeliveryRequest } from './delivery-request.ts';
import type { JudgedStatement } from './statement.ts';
import { judgeStatement, statementsOf } from './statement.ts';

/** Why a delivery will fail. */
export interface Breakage {
  /** The Sid, or the position from 1, of the statement that denies the call or nearly allows it. Untrusted text. */
  readonly statement?: string | number | undefined;
  /** What the statement does; apart from the names of known condition keys, no text of the policy. */
  readonly words: string;
  /** The member accounts of an organization trail whose files it keeps out. */
  readonly members?: readonly AccountId[] | undefined;
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

/** Why an Allow of the action does not apply, when there is exactly one reason. */
function obstacle({ principal, resource, keys }: JudgedStatement): string | undefined {
  const missing = keys.filter(({ holds }) => holds === 'no').map(({ key }) => key);
  const reasons = [
    ...(principal === 'no' ? ['not to CloudTrail'] : []),
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

/** The files that have arrived since the policy was changed, and the Region in which that was seen. */
export interface Arrived {
  readonly files: ReadonlySet<'log files' | 'digest files'>;
  readonly region: string;
}

interface Judging {
  readonly statements: readonly unknown[];
  readonly text: string;
  /** Whether a pattern holds a part of an account id, so that accounts that it does not name may differ. */
  readonly treatsApart: boolean;
  /** The Regions that resources of the policy name as folders of log files. */
  readonly regionsNamed: readonly string[];
  readonly arrived: Arrived;
}

/** No delivery was seen since. */
export const nothingArrived: Arrived = { files: new Set(), region: '' };

type Judged = readonly [DeliveryRequest, DeliveryVerdict];

/** The request and its verdict; where members or Regions are treated differently, those of its parts. */
function judgedParts(judging: Judging, request: DeliveryRequest): readonly Judged[] {
  const { statements, regionsNamed, arrived } = judging;
  const isHere = (request.region ?? arrived.region) === arrived.region;
  const isShown = request.shownBy !== undefined && arrived.files.has(request.shownBy) && isHere;
  const verdict = tolerant(judgeRequest(statements, request), request);
  if (verdict.verdict === 'works') return [[request, verdict]];
  const { all = false, requests = [] } = request.narrower?.(regionsNamed) ?? {};
  if (verdict.verdict === 'fails') {
    // Files that arrive contradict a verdict that none can.
    if (isShown) return [];
    const members = requests.filter(({ member }) => member !== undefined);
    return [[request, verdict], ...members.map((one) => [one, verdict] as const)];
  }
  const parts = partsOf(judging, requests);
  // Where files arrive, only certain failures of other parts count.
  if (isShown) return parts.filter(([, part]) => part.verdict === 'fails');
  return all ? parts : [[request, verdict], ...parts];
}

/** The verdicts on the parts. Members that the policy does not name are all treated as the first of them. */
function partsOf(judging: Judging, requests: readonly DeliveryRequest[]): readonly Judged[] {
  let unnamed: readonly Judged[] | undefined;
  return requests.flatMap((one) => {
    const isNamed = one.member === undefined || judging.treatsApart || judging.text.includes(one.member);
    if (isNamed) return judgedParts(judging, one);
    unnamed ??= judgedParts(judging, one);
    return unnamed.map(([request, verdict]) => [{ ...request, member: one.member }, verdict] as const);
  });
}

const regionFolder = /\/CloudTrail(?:-Digest)?\/([a-z]{2,4}(?:-[a-z]+)+-\d+)\//g;

function regionsNamedIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(regionFolder)].flatMap(([, region]) => region ?? []))].slice(0, 64);
}

/** `first`, with all members that fail; the words name one of them and count the others. */
function withMembers(first: Breakage, members: readonly AccountId[]): Breakage {
  if (members.length === 0) return first;
  const [, ...others] = members;
  const isOfAll = !members.some((member) => first.words.includes(member));
  const more =
    isOfAll || others.length === 0
      ? ''
      : ` and of ${others.length} other ${others.length === 1 ? 'account' : 'accounts'}`;
  return { ...first, words: `${first.words}${more}`, members };
}

/**
 * Judges whether the resource policy of a bucket or key lets CloudTrail make all of `requests`. `policy` is its text or
 * its JSON; undefined means that there is no policy. A request fails when a Deny certainly applies or no Allow can
 * apply; it works when an Allow certainly applies and no Deny can. What has `arrived` proves its requests. Pure, never
 * throws.
 */
export function judgeTrailDelivery(
  policy: unknown,
  requests: readonly DeliveryRequest[],
  arrived: Arrived,
): DeliveryVerdict {
  const statements = policy === undefined ? [] : statementsOf(parsed(policy));
  if (statements === undefined) return cannotTell('the policy cannot be read');
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy ?? null);
  const treatsApart = /\d[*?]|[*?]\d/.test(text);
  const judging = { statements, text, treatsApart, regionsNamed: regionsNamedIn(text), arrived };
  const judged = requests.flatMap((request) => judgedParts(judging, request));
  const failing = judged.filter(([, { verdict }]) => verdict === 'fails');
  const [first] = failing.map(([, verdict]) => verdict);
  if (first?.verdict === 'fails') {
    const members = new Set(failing.flatMap(([{ member }]) => member ?? []));
    return { verdict: 'fails', because: withMembers(first.because, [...members]) };
  }
  const doubtful = judged.map(([, verdict]) => verdict).find(({ verdict }) => verdict === 'cannot-tell');
  return doubtful ?? { verdict: 'works' };
}
