import type { Fields } from './state.ts';

/** A permission request to a resource policy: principal, action, resource and condition keys. */
export interface PolicyQuestion {
  /** A service (`cloudtrail.amazonaws.com`) or a caller in an account. */
  readonly principal: { readonly service: string } | { readonly account: string; readonly arn: string };
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case; a key that is absent here is absent from the request. */
  readonly context: Readonly<Record<string, string>>;
}

/** The decision of one policy alone. */
export type Verdict = 'allowed' | 'denied' | 'silent';

/** The decision of one resource policy: an explicit deny wins, then an allow, else neither. */
export function askPolicy(policy: Fields | undefined, question: PolicyQuestion): Verdict {
  const matching = statements(policy).filter((statement) => applies(statement, question));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'silent';
}

/** The condition operators in `policy` that this evaluator does not know, so that no verdict is guessed. */
export function unknownOperators(policy: Fields): string[] {
  return statements(policy)
    .flatMap(({ Condition }) => Object.keys(asFields(Condition)))
    .filter((operator) => !Object.hasOwn(operators, bareOperator(operator)));
}

function statements(policy: Fields | undefined): readonly Fields[] {
  return list(policy?.['Statement']).map(asFields);
}

function applies(statement: Fields, question: PolicyQuestion): boolean {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
  const action = question.action.toLowerCase();
  const anyAction = (patterns: unknown): boolean =>
    texts(patterns).some((pattern) => like(pattern.toLowerCase(), action));
  const anyResource = (patterns: unknown): boolean =>
    texts(patterns).some((pattern) => like(pattern, question.resource));
  return (
    (Action === undefined ? !anyAction(NotAction) : anyAction(Action)) &&
    (Resource === undefined ? !anyResource(NotResource) : anyResource(Resource)) &&
    (Principal === undefined ? !isPrincipal(NotPrincipal, question) : isPrincipal(Principal, question)) &&
    Object.entries(asFields(Condition)).every(([operator, keys]) => holds(operator, asFields(keys), question))
  );
}

function isPrincipal(principal: unknown, { principal: caller }: PolicyQuestion): boolean {
  if (principal === '*') return true;
  const { AWS, Service } = asFields(principal);
  if ('service' in caller) return texts(AWS).includes('*') || texts(Service).includes(caller.service);
  const { account, arn } = caller;
  const role = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  const names = [
    '*',
    account,
    `arn:aws:iam::${account}:root`,
    arn,
    role ? `arn:aws:iam::${account}:role/${role[2]}` : arn,
  ];
  return texts(AWS).some((name) => names.includes(name));
}

type Test = (pattern: string, value: string) => boolean;

const sameText: Test = (pattern, value) => pattern === value;
const operators: Readonly<Record<string, { readonly test: Test; readonly negated?: true }>> = {
  StringEquals: { test: sameText },
  StringNotEquals: { test: sameText, negated: true },
  StringEqualsIgnoreCase: { test: (pattern, value) => pattern.toLowerCase() === value.toLowerCase() },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: like },
  ArnLike: { test: like },
  ArnNotEquals: { test: like, negated: true },
  ArnNotLike: { test: like, negated: true },
  Bool: { test: (pattern, value) => pattern.toLowerCase() === value.toLowerCase() },
  Null: { test: sameText },
};

function bareOperator(operator: string): string {
  return operator.replace(/IfExists$/, '');
}

function holds(operator: string, keys: Fields, { context }: PolicyQuestion): boolean {
  const known = operators[bareOperator(operator)];
  if (!known) return false;
  return Object.entries(keys).every(([key, patterns]) => {
    const value = context[key.toLowerCase()];
    if (operator === 'Null') return texts(patterns).includes(String(value === undefined));
    // A negated operator holds when the key is absent; many bucket policies block CloudTrail that way.
    if (value === undefined) return operator.endsWith('IfExists') || known.negated === true;
    return texts(patterns).some((pattern) => known.test(pattern, value)) !== (known.negated === true);
  });
}

/** Whether `value` matches an IAM pattern with `*` and `?`; without backtracking blow-up for any pattern. */
export function like(pattern: string, value: string): boolean {
  let [at, star, retry] = [0, -1, 0];
  let position = 0;
  while (position < value.length) {
    if (
      at < pattern.length &&
      (pattern[at] === '?' || (pattern[at] !== '*' && pattern[at] === value[position]))
    ) {
      at += 1;
      position += 1;
    } else if (pattern[at] === '*') {
      [star, retry, at] = [at, position, at + 1];
    } else if (star >= 0) {
      [at, retry] = [star + 1, retry + 1];
      position = retry;
    } else return false;
  }
  return pattern.slice(at).replaceAll('*', '') === '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function texts(value: unknown): string[] {
  return list(value).map(String);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
