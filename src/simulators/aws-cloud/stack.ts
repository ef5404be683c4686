import type * as z from 'zod';
import { identityOf, physicalName, type StackPlace } from './identities.ts';
import { resourceShapes, type KnownType, type Shape } from './resource-shapes.ts';
import { resolveTemplate, type ResolvedResource } from './intrinsics.ts';
import { TemplateError, type Template } from './template.ts';
import { tolerated } from './tolerated.ts';

/** A resource of one type with its checked properties and the names AWS would give it. */
export type Part<Type extends KnownType> = Shape<Type> & {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
};

/** The resources that the local cloud simulates, read from one compiled template. */
export interface Stack {
  readonly place: StackPlace;
  /** All resources of one type, in the template's order. */
  of<Type extends KnownType>(type: Type): readonly Part<Type>[];
}

const nameProperties = ['FunctionName', 'QueueName', 'TableName', 'RoleName', 'TopicName', 'Name'] as const;

/** The stack of a compiled template; throws TemplateError with the place of anything unsupported. */
export function readStack(template: Template, place: StackPlace): Stack {
  const parts = new Map<KnownType, Part<KnownType>[]>();
  for (const resource of resolveTemplate(template, place)) {
    if (resource.type in tolerated) continue;
    if (!isKnown(resource.type))
      throw new TemplateError(
        `Resources.${resource.logicalId}`,
        `the local cloud does not know the type ${resource.type}`,
      );
    const list = parts.get(resource.type) ?? [];
    list.push(part(resource, resource.type, place));
    parts.set(resource.type, list);
  }
  return {
    place,
    // The map is filled by type, so every entry under a type has that type.
    of: <Type extends KnownType>(type: Type) => (parts.get(type) ?? []) as unknown as readonly Part<Type>[],
  };
}

function isKnown(type: string): type is KnownType {
  return type in resourceShapes;
}

function part(resource: ResolvedResource, type: KnownType, place: StackPlace): Part<KnownType> {
  const { logicalId, properties } = resource;
  const checked = (resourceShapes[type] as z.ZodType<Shape<KnownType>>).safeParse(properties);
  if (!checked.success) {
    const faults = checked.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || '(properties)'}: ${message}`,
    );
    throw new TemplateError(`Resources.${logicalId} (${type})`, faults.join('; '));
  }
  const { attributes } = identityOf({ type, logicalId, property: (name) => properties[name], place });
  const given = nameProperties.map((name) => properties[name]).find((name) => name !== undefined);
  const isPart = type === 'AWS::Lambda::EventSourceMapping' || type === 'AWS::Lambda::Permission';
  const name = physicalName(place.stackName, logicalId, isPart ? undefined : given);
  const arn = attributes === 'any' ? '' : (attributes['Arn'] ?? attributes['TopicArn'] ?? '');
  return { ...checked.data, logicalId, name, arn };
}
