import { identityOf, type StackPlace } from './identities.ts';

/** A compiled CloudFormation template, as `serverless package` writes it. */
export interface Template {
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>;
  Outputs?: Record<string, unknown>;
  [section: string]: unknown;
}

/** A resource whose intrinsics are all resolved. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

const noValue = Symbol('AWS::NoValue');
type Fields = Record<string, unknown>;

/** A template that the local cloud cannot stand in for; the message names the place. */
export class TemplateError extends Error {
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.name = 'TemplateError';
  }
}

/** All resources whose condition holds, with every intrinsic resolved; throws TemplateError at the first it does not know. */
export function resolveTemplate(template: Template, place: StackPlace): ResolvedResource[] {
  const known = [
    'AWSTemplateFormatVersion',
    'Description',
    'Metadata',
    'Parameters',
    'Conditions',
    'Resources',
    'Outputs',
  ];
  for (const section of Object.keys(template))
    if (!known.includes(section)) throw new TemplateError(section, 'unknown section of the template');
  const resolve = createResolver(template, place);
  return Object.entries(template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || resolve.condition(Condition))
    .map(([logicalId, { Type, Properties }]) => ({
      logicalId,
      type: Type,
      properties: resolve.value(Properties ?? {}, `Resources.${logicalId}.Properties`) as Fields,
    }));
}

function createResolver(template: Template, place: StackPlace) {
  const open = new Set<string>();

  const condition = (name: string): boolean => {
    const definition = template.Conditions?.[name];
    if (definition === undefined) throw new TemplateError(`Conditions.${name}`, 'no such condition');
    return truth(definition, `Conditions.${name}`);
  };

  const truth = (value: unknown, path: string): boolean => {
    const [name, argument] = only(value) ?? [];
    const list = Array.isArray(argument) ? argument : [];
    if (name === 'Condition') return condition(String(argument));
    if (name === 'Fn::Equals') return String(resolve(list[0], path)) === String(resolve(list[1], path));
    if (name === 'Fn::Not') return !truth(list[0], path);
    if (name === 'Fn::And') return list.every((part) => truth(part, path));
    if (name === 'Fn::Or') return list.some((part) => truth(part, path));
    throw new TemplateError(path, `unknown condition ${JSON.stringify(value)}`);
  };

  const reference = (name: string, path: string): unknown => {
    if (name === 'AWS::NoValue') return noValue;
    const pseudo = pseudoParameters(place)[name];
    if (pseudo !== undefined) return pseudo;
    const parameter = template.Parameters?.[name];
    if (parameter) return parameterValue(name, parameter, place, path);
    return identity(name, path).ref;
  };

  const identity = (logicalId: string, path: string) => {
    const resource = template.Resources[logicalId];
    if (!resource) throw new TemplateError(path, `nothing is called ${logicalId}`);
    if (resource.Condition !== undefined && !condition(resource.Condition))
      throw new TemplateError(path, `${logicalId} does not exist, because its condition does not hold`);
    if (open.has(logicalId)) throw new TemplateError(path, `${logicalId} refers to itself`);
    open.add(logicalId);
    const property = (name: string): unknown =>
      resolve(resource.Properties?.[name], `${path} -> ${logicalId}.${name}`);
    const found = identityOf({ type: resource.Type, logicalId, property, place });
    open.delete(logicalId);
    return found;
  };

  const attribute = (logicalId: string, name: string, path: string): unknown => {
    const { attributes } = identity(logicalId, path);
    const value = attributes === 'any' ? `${logicalId}.${name}` : attributes[name];
    if (value === undefined)
      throw new TemplateError(path, `the local cloud knows no attribute ${logicalId}.${name}`);
    return value;
  };

  const substitute = (argument: unknown, path: string): string => {
    const [text, given] = Array.isArray(argument) ? (argument as [unknown, Fields?]) : [argument];
    return String(text).replaceAll(/\$\{([^}]+)\}/g, (_whole, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (given && name in given) return String(resolve(given[name], path));
      const [logicalId = '', ...rest] = name.split('.');
      return String(
        rest.length > 0 ? attribute(logicalId, rest.join('.'), path) : reference(name.trim(), path),
      );
    });
  };

  const intrinsics: Record<string, (argument: unknown, path: string) => unknown> = {
    Ref: (argument, path) => reference(String(argument), path),
    'Fn::GetAtt': (argument, path) => {
      const [logicalId = '', ...rest] = (
        Array.isArray(argument) ? argument : String(argument).split('.')
      ) as string[];
      return attribute(logicalId, rest.join('.'), path);
    },
    'Fn::Sub': substitute,
    'Fn::Join': (argument, path) => {
      const [separator, parts] = argument as [string, unknown];
      return (resolve(parts, path) as unknown[]).map(String).join(separator);
    },
    'Fn::Select': (argument, path) => {
      const [index, list] = argument as [unknown, unknown];
      return (resolve(list, path) as unknown[])[Number(resolve(index, path))];
    },
    'Fn::Split': (argument, path) => {
      const [separator, text] = argument as [string, unknown];
      return String(resolve(text, path)).split(separator);
    },
    'Fn::If': (argument, path) => {
      const [name, yes, no] = argument as [string, unknown, unknown];
      return resolve(condition(name) ? yes : no, path);
    },
  };

  const resolve = (value: unknown, path: string): unknown => {
    if (typeof value === 'string' && value.includes('{{resolve:'))
      throw new TemplateError(path, 'the local cloud knows no dynamic references');
    if (Array.isArray(value))
      return value
        .map((item, index) => resolve(item, `${path}[${index}]`))
        .filter((item) => item !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const [name, argument] = only(value) ?? [];
    if (name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
      const intrinsic = intrinsics[name];
      if (!intrinsic) throw new TemplateError(path, `the local cloud does not know ${name}`);
      return intrinsic(argument, path);
    }
    const entries = Object.entries(value).map(
      ([key, item]) => [key, resolve(item, `${path}.${key}`)] as const,
    );
    return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
  };

  return { value: resolve, condition };
}

function only(value: unknown): [string, unknown] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  return entries.length === 1 ? entries[0] : undefined;
}

function pseudoParameters(place: StackPlace): Record<string, string> {
  const { accountId, region, stackName, partition } = place;
  return {
    'AWS::AccountId': accountId,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

function parameterValue(
  name: string,
  parameter: { Type: string; Default?: unknown },
  place: StackPlace,
  path: string,
): unknown {
  const value = place.parameters?.[name] ?? parameter.Default;
  if (value === undefined)
    throw new TemplateError(path, `parameter ${name} has no default and no value was given`);
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isList && typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
}
