import { readFileSync } from 'node:fs';
import { basename } from 'node:path/posix';
import { describe, expect, test } from 'vitest';
import { readStatements } from '#adapters/cloudformation/read-statements.ts';
import { noteMark } from '#adapters/aws/issue-writes.ts';
import { variables } from '#config/environment.ts';
import { matchesEvent } from '#simulators/aws-cloud/pattern.ts';
import { everythingIn, filesBelow, readTemplate } from './sources.ts';

const { Resources: resources } = readTemplate();
const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
const handlers = filesBelow('handlers').map((file) => basename(file, '.ts'));

interface FunctionProperties {
  readonly Handler: string;
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface MappingProperties {
  readonly StartingPosition?: string;
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
}

const propertiesOf = ({ Properties }: (typeof functions)[number]) =>
  Properties as unknown as FunctionProperties;
const setBy = (one: (typeof functions)[number]) =>
  Object.keys(propertiesOf(one).Environment?.Variables ?? {});

describe('functions', () => {
  test('every handler is a function, and every function has its handler', () => {
    const deployed = functions.map((one) => propertiesOf(one).Handler);
    expect(deployed.toSorted()).toEqual(handlers.map((name) => `handlers/${name}.handler`).toSorted());
    expect(handlers.length).toBeGreaterThan(4);
  });

  test('a handler is a composition root without a decision of its own', () => {
    const deciding = handlers.filter((name) => /\bif \(/.test(readFileSync(`handlers/${name}.ts`, 'utf8')));
    expect(deciding).toEqual([]);
  });
});

test('the streams leave out notes of reporters and nothing else', () => {
  const mappings = Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => Properties as unknown as MappingProperties)
    .filter(({ StartingPosition }) => StartingPosition !== undefined);
  expect(mappings).toHaveLength(2);
  for (const { FilterCriteria } of mappings) {
    const [only, ...others] = FilterCriteria?.Filters ?? [];
    expect(others).toEqual([]);
    const pattern: unknown = JSON.parse(only?.Pattern ?? '{}');
    expect(pattern).toEqual({ dynamodb: { NewImage: { [noteMark]: { BOOL: [{ exists: false }] } } } });
    expect(matchesEvent(pattern, { dynamodb: { NewImage: { [noteMark]: { BOOL: true } } } })).toBe(false);
    expect(matchesEvent(pattern, { dynamodb: { NewImage: { status: { S: 'open' } } } })).toBe(true);
    expect(matchesEvent(pattern, { dynamodb: { OldImage: { [noteMark]: { BOOL: true } } } })).toBe(true);
  }
});

/** Not set in the template: Lambda sets it, or only stand-ins need it. */
const elsewhere = ['awsRegion', 'configDirectory', 'slackApiUrl', 'jiraHost'];
/** For Node itself, and for the library that logs and measures. */
const forNode = ['NODE_OPTIONS', 'POWERTOOLS_SERVICE_NAME'];

describe('environment', () => {
  const known: Readonly<Record<string, { readonly name: string }>> = variables;
  const names = Object.values(known).map(({ name }) => name);

  test.each(handlers)('%s is given every variable that it reads', (handler) => {
    const text = readFileSync(`handlers/${handler}.ts`, 'utf8');
    const list = /readEnvironment\(\s*process\.env,\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
    const read = [...list.matchAll(/'(\w+)'/g)].map(([, key = '']) => key);
    expect(read).not.toEqual([]);
    const deployed = functions.find((one) => propertiesOf(one).Handler === `handlers/${handler}.handler`)!;
    const needed = read.filter((key) => !elsewhere.includes(key)).map((key) => known[key]?.name);
    expect(setBy(deployed)).toEqual(expect.arrayContaining(needed));
  });

  test('no function is given a variable that nobody knows', () => {
    const given = new Set(functions.flatMap(setBy).filter((name) => !forNode.includes(name)));
    expect(names).toEqual(expect.arrayContaining([...given]));
  });

  test('every variable that is known is given to somebody', () => {
    const given = new Set(functions.flatMap(setBy));
    const missing = Object.entries(known).filter(
      ([key, { name }]) => !elsewhere.includes(key) && !given.has(name),
    );
    expect(missing).toEqual([]);
  });
});

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
}

const isStatement = (value: object): value is Statement => 'Effect' in value && 'Action' in value;
const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] =>
  value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as readonly Value[]);

function statementsIn(value: unknown): readonly Statement[] {
  return everythingIn(value).flatMap((one) => (isStatement(one as object) ? [one as Statement] : []));
}

/** Actions that AWS does not let be limited to a resource, or whose resource is the one that carries the policy. */
const onEverything: Readonly<Record<string, string>> = {
  'events:ListRules': 'has no resource type (Service Authorization Reference)',
  'events:ListRuleNamesByTarget': 'has no resource type (Service Authorization Reference)',
  'dynamodb:ListStreams': 'has no resource type (Service Authorization Reference)',
  'organizations:DescribeOrganization': 'has no resource type (Service Authorization Reference)',
  'organizations:ListAccounts': 'has no resource type (Service Authorization Reference)',
  'organizations:ListAWSServiceAccessForOrganization':
    'has no resource type (Service Authorization Reference)',
  'organizations:ListDelegatedAdministrators': 'has no resource type (Service Authorization Reference)',
};

describe('permissions', () => {
  const statements = statementsIn(resources);
  const allowing = statements.filter(({ Effect }) => Effect === 'Allow');

  test('there are statements to read', () => {
    expect(allowing.length).toBeGreaterThan(20);
  });

  /** A key's own policy has to let its account manage it, else it cannot be managed at all (KMS developer guide). */
  const ofKeys = statementsIn(Object.values(resources).filter(({ Type }) => Type === 'AWS::KMS::Key'));
  const texts = new Set(ofKeys.map((one) => JSON.stringify(one)));
  const others = allowing.filter((one) => !texts.has(JSON.stringify(one)));

  test('every action is spelled out: no wildcard', () => {
    const ofFunctions = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Permission')
      .map(({ Properties }) => String(Properties['Action']));
    const actions = [...ofFunctions, ...others.flatMap(({ Action }) => listOf(Action))];
    expect(actions.filter((action) => /[*?]/.test(action))).toEqual([]);
  });

  test('every action is on named resources, save where AWS knows none', () => {
    const wild = others
      .filter(({ Resource }) => listOf(Resource).includes('*'))
      .flatMap(({ Action }) => listOf(Action));
    expect([...new Set(wild)].filter((action) => !(action in onEverything))).toEqual([]);
  });

  test('no statement speaks of everything but something', () => {
    const negated = everythingIn(resources).filter((one) =>
      ['NotAction', 'NotResource', 'NotPrincipal'].some((name) => name in (one as object)),
    );
    expect(negated).toEqual([]);
  });

  test('nobody may do anything without being named', () => {
    const open = allowing.filter(({ Principal }) => JSON.stringify(Principal ?? '').includes('"*"'));
    expect(open).toEqual([]);
  });

  test('what is allowed in a watched account only reads', () => {
    const actions = readStatements('').flatMap(({ Action }) => listOf<string>(Action));
    expect(actions).not.toEqual([]);
    expect(
      actions.filter((action) => !/^[a-z0-9-]+:(?:Get|List|Describe|Lookup)[A-Za-z]+$/.test(action)),
    ).toEqual([]);
  });
});

test('the list of exceptions names nothing that is not there', () => {
  const used = new Set(statementsIn(resources).flatMap(({ Action }) => listOf(Action)));
  expect(Object.keys(onEverything).filter((action) => !used.has(action))).toEqual([]);
});
