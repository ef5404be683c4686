import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource as SpecResource } from '@aws-cdk/service-spec-types';

/** A template as it is checked: only what every CloudFormation template has. */
export interface AnyTemplate {
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, AnyResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** One resource of such a template. */
export interface AnyResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly Properties?: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;
const spec = loadAwsServiceSpecSync();

/** What the CloudFormation schemas have against a template, one line a fault with its place; nothing when it is sound. */
export function schemaFaults(template: AnyTemplate): readonly string[] {
  const resources = Object.entries(template.Resources).flatMap(([id, resource]) => {
    const type = specOf(resource.Type);
    if (!type) return [`${id}: no resource type ${resource.Type}`];
    return propertyFaults(resource.Properties ?? {}, type.properties, id);
  });
  return [...resources, ...referenceFaults(template)];
}

function specOf(type: string): SpecResource | undefined {
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function propertyFaults(value: Fields, known: Readonly<Record<string, Property>>, path: string): string[] {
  const unknown = Object.keys(value).filter((name) => !(name in known));
  const missing = Object.entries(known).filter(([name, { required }]) => required && !(name in value));
  return [
    ...unknown.map((name) => `${path}.${name}: no such property`),
    ...missing.map(([name]) => `${path}.${name}: is required`),
    ...Object.entries(value).flatMap(([name, part]) => {
      const property = known[name];
      return property ? valueFaults(part, property.type, `${path}.${name}`) : [];
    }),
  ];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIntrinsic(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

function valueFaults(value: unknown, type: PropertyType, path: string): string[] {
  if (isIntrinsic(value)) return [];
  const wrong = (wanted: string) => [`${path}: ${JSON.stringify(value).slice(0, 60)} is no ${wanted}`];
  switch (type.type) {
    case 'string':
      if (typeof value === 'object') return wrong('text');
      return type.allowedValues && !type.allowedValues.some((allowed) => allowed === value)
        ? wrong(`value of ${type.allowedValues.join(', ')}`)
        : [];
    case 'number':
    case 'integer':
      return typeof value === 'object' || Number.isNaN(Number(value)) ? wrong('number') : [];
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? [] : wrong('boolean');
    case 'array':
      if (!Array.isArray(value)) return wrong('list');
      return value.flatMap((part, index) => valueFaults(part, type.element, `${path}[${index}]`));
    case 'map':
      if (!isObject(value)) return wrong('map');
      return Object.entries(value).flatMap(([key, part]) =>
        valueFaults(part, type.element, `${path}.${key}`),
      );
    case 'ref': {
      const definition = spec.get('typeDefinition', type.reference.$ref);
      return isObject(value) ? propertyFaults(value, definition.properties, path) : wrong(definition.name);
    }
    case 'union': {
      const faults = type.types.map((one) => valueFaults(value, one, path));
      return faults.find((found) => found.length === 0) ?? faults[0] ?? [];
    }
    default:
      // JSON, tags and dates: anything goes.
      return [];
  }
}

function referenceFaults(template: AnyTemplate): string[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const after = resource.DependsOn === undefined ? [] : [resource.DependsOn].flat();
    const { Condition } = resource;
    return [
      ...after.flatMap((other) => refFaults(other, template, `${id}.DependsOn`)),
      ...(Condition === undefined || Condition in (template.Conditions ?? {})
        ? []
        : [`${id}: no condition ${Condition}`]),
      ...intrinsicFaults(resource.Properties, template, id),
    ];
  });
}

function intrinsicFaults(value: unknown, template: AnyTemplate, path: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((part, index) => intrinsicFaults(part, template, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === 'Ref') return refFaults(String(part), template, path);
    if (key === 'Fn::GetAtt') {
      const [id = '', ...name] = Array.isArray(part) ? part.map(String) : String(part).split('.');
      return attributeFaults(id, name.join('.'), { template, path });
    }
    if (key === 'Fn::Sub') return subFaults(part, template, path);
    return intrinsicFaults(part, template, `${path}.${key}`);
  });
}

function refFaults(name: string, { Resources, Parameters }: AnyTemplate, path: string): string[] {
  const known = name.startsWith('AWS::') || name in Resources || name in (Parameters ?? {});
  return known ? [] : [`${path}: nothing is called ${name}`];
}

function attributeFaults(id: string, name: string, at: { template: AnyTemplate; path: string }): string[] {
  const resource = at.template.Resources[id];
  if (!resource) return [`${at.path}: nothing is called ${id}`];
  const attributes = specOf(resource.Type)?.attributes ?? {};
  return name in attributes ? [] : [`${at.path}: ${resource.Type} has no attribute ${name}`];
}

function subFaults(value: unknown, template: AnyTemplate, path: string): string[] {
  const text = Array.isArray(value) ? String(value[0]) : String(value);
  return [...text.matchAll(/\$\{([^!}]+)\}/g)].flatMap(([, name = '']) => {
    const [id = '', ...rest] = name.split('.');
    return rest.length === 0
      ? refFaults(name, template, path)
      : attributeFaults(id, rest.join('.'), { template, path });
  });
}
