import type { JudgedKey, SentKeys } from './condition.ts';
import { judgeCondition } from './condition.ts';
import { fitsGlob } from './glob.ts';
import type { JsonObject } from './json.ts';
import { asJsonObject, asList } from './json.ts';
import { namesCloudTrail } from './principal.ts';
import type { Truth } from './truth.ts';
import { allOf, anyOf, not } from './truth.ts';

/** One call that CloudTrail makes to deliver. */
export interface DeliveryCall {
  /** The IAM action, e.g. `s3:PutObject`. */
  readonly action: string;
  /** The ARN of the resource; it may have unknown stretches. */
  readonly resource: string;
  readonly sent: SentKeys;
}

/** Whether a statement applies to a call, element by element. */
export interface JudgedStatement {
  /** The statement's Sid or, without one, its position in the policy, from 1. */
  readonly name: string | number;
  /** Undefined when it is neither of both. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly principal: Truth;
  readonly action: Truth;
  readonly resource: Truth;
  readonly keys: readonly JudgedKey[];
  /** Whether all elements apply. */
  readonly applies: Truth;
}

const elements = new Set(
  'Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition'.split(' '),
);

const versions: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17'];

/** The statements of a policy given as JSON, or undefined when it is not a policy. */
export function statementsOf(policy: unknown): readonly unknown[] | undefined {
  const fields = asJsonObject(policy);
  if (!fields || !Object.hasOwn(fields, 'Statement') || !versions.includes(fields['Version']))
    return undefined;
  return asList(fields['Statement']);
}

/** Whether an element or its negation covers the call; `maybe` unless the statement has exactly one of them. */
function either(statement: JsonObject, element: string, covers: (value: unknown) => Truth): Truth {
  const [plain, opposite] = [statement[element], statement[`Not${element}`]];
  if ((plain === undefined) === (opposite === undefined)) return 'maybe';
  return opposite === undefined ? covers(plain) : not(covers(opposite));
}

function anyFits(patterns: unknown, text: string, fold: (text: string) => string): Truth {
  const each = asList(patterns).map((pattern) =>
    typeof pattern === 'string' ? fitsGlob(fold(pattern), fold(text)) : 'maybe',
  );
  return anyOf(each);
}

/** Judges whether `statement`, at `index` of its policy, applies to `call`. */
export function judgeStatement(statement: unknown, index: number, call: DeliveryCall): JudgedStatement {
  const fields = asJsonObject(statement) ?? {};
  const { Sid, Effect, Condition } = fields;
  const parts = {
    principal: either(fields, 'Principal', namesCloudTrail),
    action: either(fields, 'Action', (names) => anyFits(names, call.action, (text) => text.toLowerCase())),
    resource: either(fields, 'Resource', (names) => anyFits(names, call.resource, (text) => text)),
  };
  const keys = judgeCondition(Condition, call.sent);
  const strange = Object.keys(fields).some((name) => !elements.has(name));
  const { principal, action, resource } = parts;
  return {
    name: typeof Sid === 'string' && Sid !== '' ? Sid : index + 1,
    effect: Effect === 'Allow' || Effect === 'Deny' ? Effect : undefined,
    ...parts,
    keys,
    applies: allOf([
      principal,
      action,
      resource,
      ...keys.map(({ holds }) => holds),
      strange ? 'maybe' : 'yes',
    ]),
  };
}
