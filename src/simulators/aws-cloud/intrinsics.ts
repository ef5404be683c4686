import { identityOf, type Identity, type StackPlace } from './identities.ts';
import { TemplateError, type Template } from './template.ts';

/** A resource whose intrinsics are all resolved. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

interface Scope {
  readonly template: Template;
  readonly place: StackPlace;
  /** Resources whose names are being resolved, to detect circular references. */
  readonly open: Set<string>;
}
interface Here extends Scope {
  /** The place in the template, for error messages. */
  readonly path: string;
}
type Fields = Record<string, unknown>;

const noValue = Symbol('AWS::NoValue');
const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Conditions',
  'Resources',
  'Outputs',
];

/** All resources whose condition holds, with every intrinsic resolved; throws TemplateError at the first it does not know. */
export function resolveTemplate(template: Template, place: StackPlace): ResolvedResource[] {
  for (const section of Object.keys(template))
    if (!sections.includes(section)) throw new TemplateError(section, 'unknown section of the template');
  const scope: Scope = { template, place, open: new Set() };
  return Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition, scope))
    .map(([logicalId, { Type, Properties }]) => ({
      logicalId,
      type: Type,
      properties: resolve(Properties ?? {}, {
        ...scope,
        path: `Resources.${logicalId}.Properties`,
      }) as Fields,
    }));
}

function resolve(value: unknown, here: Here): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new TemplateError(here.path, 'the local cloud knows no dynamic references');
  if (Array.isArray(value))
    return value
      .map((item, index) => resolve(item, { ...here, path: `${here.path}[${index}]` }))
      .filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const [name, argument] = only(value) ?? [];
  if (name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
    const intrinsic = intrinsics[name];
    if (!intrinsic) throw new TemplateError(here.path, `the local cloud does not know ${name}`);
    return intrinsic(argument, here);
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, resolve(item, { ...here, path: `${here.path}.${key}` })] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

const intrinsics: Record<string, (argument: unknown, here: Here) => unknown> = {
  Ref: (argument, here) => reference(String(argument), here),
  'Fn::GetAtt': (argument, here) => {
    const [logicalId = '', ...rest] = (
      Array.isArray(argument) ? argument : String(argument).split('.')
    ) as string[];
    return attribute(logicalId, rest.join('.'), here);
  },
  'Fn::Sub': (argument, here) => {
    const [text, given] = Array.isArray(argument) ? (argument as [unknown, Fields?]) : [argument];
    return String(text).replaceAll(/\$\{([^}]+)\}/g, (_whole, name: string) =>
      substituted(name.trim(), given, here),
    );
  },
  'Fn::Join': (argument, here) => {
    const [separator, parts] = argument as [string, unknown];
    return (resolve(parts, here) as unknown[]).map(String).join(separator);
  },
  'Fn::Select': (argument, here) => {
    const [index, list] = argument as [unknown, unknown];
    return (resolve(list, here) as unknown[])[Number(resolve(index, here))];
  },
  'Fn::Split': (argument, here) => {
    const [separator, text] = argument as [string, unknown];
    return String(resolve(text, here)).split(separator);
  },
  'Fn::If': (argument, here) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return resolve(holds(name, here) ? yes : no, here);
  },
};

function substituted(name: string, given: Fields | undefined, here: Here): string {
  if (name.startsWith('!')) return `\${${name.slice(1)}}`;
  if (given && name in given) return String(resolve(given[name], here));
  const [logicalId = '', ...rest] = name.split('.');
  return String(rest.length > 0 ? attribute(logicalId, rest.join('.'), here) : reference(name, here));
}

function reference(name: string, here: Here): unknown {
  if (name === 'AWS::NoValue') return noValue;
  const pseudo = pseudoParameters(here.place)[name];
  if (pseudo !== undefined) return pseudo;
  const parameter = here.template.Parameters?.[name];
  if (!parameter) return identity(name, here).ref;
  const value = here.place.parameters?.[name] ?? parameter.Default;
  if (value === undefined)
    throw new TemplateError(here.path, `parameter ${name} has no default and no value was given`);
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isList && typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}

function attribute(logicalId: string, name: string, here: Here): unknown {
  const { attributes } = identity(logicalId, here);
  const value = attributes === 'any' ? `${logicalId}.${name}` : attributes[name];
  if (value === undefined)
    throw new TemplateError(here.path, `the local cloud knows no attribute ${logicalId}.${name}`);
  return value;
}

function identity(logicalId: string, here: Here): Identity {
  const { template, place, open, path } = here;
  const resource = template.Resources[logicalId];
  if (!resource) throw new TemplateError(path, `nothing is called ${logicalId}`);
  if (resource.Condition !== undefined && !holds(resource.Condition, here))
    throw new TemplateError(path, `${logicalId} does not exist, because its condition does not hold`);
  if (open.has(logicalId)) throw new TemplateError(path, `${logicalId} refers to itself`);
  open.add(logicalId);
  const property = (name: string): unknown =>
    resolve(resource.Properties?.[name], { ...here, path: `${path} -> ${logicalId}.${name}` });
  const found = identityOf({ type: resource.Type, logicalId, property, place });
  open.delete(logicalId);
  return found;
}

function holds(name: string, scope: Scope): boolean {
  const definition = scope.template.Conditions?.[name];
  if (definition === undefined) throw new TemplateError(`Conditions.${name}`, 'no such condition');
  return truth(definition, { ...scope, path: `Conditions.${name}` });
}

function truth(value: unknown, here: Here): boolean {
  const [name, argument] = only(value) ?? [];
  const list: unknown[] = Array.isArray(argument) ? argument : [];
  if (name === 'Condition') return holds(String(argument), here);
  if (name === 'Fn::Equals') return String(resolve(list[0], here)) === String(resolve(list[1], here));
  if (name === 'Fn::Not') return !truth(list[0], here);
  if (name === 'Fn::And') return list.every((part) => truth(part, here));
  if (name === 'Fn::Or') return list.some((part) => truth(part, here));
  throw new TemplateError(here.path, `unknown condition ${JSON.stringify(value)}`);
}

function only(value: unknown): [string, unknown] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}

function pseudoParameters({ accountId, region, stackName, partition }: StackPlace): Record<string, string> {
  return {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}
