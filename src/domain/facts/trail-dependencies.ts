import type { Dependency } from './dependency.ts';
import { dependencyId } from './dependency.ts';
import type { Trail } from './trail.ts';

// AWS names keys by ARN or by bare id, and topics by ARN or by name.
const lastSegment = /[^/:]+$/;

/** The normal form of a dependency, the same for its name and its ARN; the dependency map is searched by it. */
export function dependencyName({ kind, id }: Dependency): Dependency {
  const name = dependencyId(kind, id);
  const bare = kind === 'key' || kind === 'topic' ? (lastSegment.exec(name)?.[0] ?? name) : name;
  return { kind, id: bare };
}

/** The bucket, key, log group, role and topic that the deliveries of `trail` depend on. */
export function dependenciesOf(trail: Trail): readonly Dependency[] {
  const { bucket, kmsKey, logGroup, logsRole, topic } = trail;
  const named = { bucket, key: kmsKey, 'log-group': logGroup, role: logsRole, topic } as const;
  const kinds = ['bucket', 'key', 'log-group', 'role', 'topic'] as const;
  return kinds.flatMap((kind) => {
    const id = named[kind];
    return id === undefined ? [] : [dependencyName({ kind, id })];
  });
}
