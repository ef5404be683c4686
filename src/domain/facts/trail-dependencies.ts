import type { Dependency } from './dependency.ts';
import { dependencyId } from './dependency.ts';
import type { Trail } from './trail.ts';

// Keys are named by ARN in one place and by bare id in another; topics by ARN or by name.
const lastSegment = /[^/:]+$/;

/** One name for one thing, whether it was given as a name or an ARN: what the dependency map is searched by. */
export function dependencyName({ kind, id }: Dependency): Dependency {
  const name = dependencyId(kind, id);
  const bare = kind === 'key' || kind === 'topic' ? (lastSegment.exec(name)?.[0] ?? name) : name;
  return { kind, id: bare };
}

/** Everything `trail` needs to deliver what it records. */
export function dependenciesOf(trail: Trail): readonly Dependency[] {
  const { bucket, kmsKey, logGroup, logsRole, topic } = trail;
  const named = { bucket, key: kmsKey, 'log-group': logGroup, role: logsRole, topic } as const;
  const kinds = ['bucket', 'key', 'log-group', 'role', 'topic'] as const;
  return kinds.flatMap((kind) => {
    const id = named[kind];
    return id === undefined ? [] : [dependencyName({ kind, id })];
  });
}
