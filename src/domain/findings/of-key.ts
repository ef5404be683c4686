import type { KeySight } from '#domain/facts/log-destination.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { Evidence, Finding } from './finding.ts';
import { keySightOf } from './bucket-sight.ts';
import { judgeEach, undeliverable } from './of-destination.ts';
import { awsCommand, withFlags } from './of-trail.ts';
import type { Judgement, Remedy, Rule, SeenLook } from './rule.ts';

/** The evidence of a key's fault; undefined when the key does not have the fault. */
type FaultOf = (key: KeySight) => Pick<Evidence, 'change' | 'dueAt'> | undefined;

/** Judges each trail at its home by a fault of its key: with an unusable key its deliveries fail. */
export function judgeKey(faultOf: FaultOf): Rule['judge'] {
  const judgeTrail = (
    look: SeenLook,
    rule: Rule,
    sight: TrailSight,
  ): Judgement | 'cannot-tell' | 'healthy' => {
    const { trail, status } = sight;
    if (trail.kmsKey === undefined) return 'healthy';
    const key = keySightOf(look, trail);
    if (!key || key.found.is === 'hidden' || key.found.is === 'foreign') return 'cannot-tell';
    if (status.kind === 'unreadable' || !status.value.logging) return 'cannot-tell';
    const fault = faultOf(key);
    if (!fault) return 'healthy';
    return undeliverable(look, rule, sight, { resource: key.id, sight: key, evidence: fault });
  };
  return (look, rule) => judgeEach(look, (sight) => judgeTrail(look, rule, sight));
}

/** The command `aws <command>` on the finding's key, in the key's Region. */
export function keyCommand(command: string, { evidence: { resource } }: Finding): string | undefined {
  const region = parseArn(resource)?.region;
  return region === undefined || resource === undefined
    ? undefined
    : awsCommand(command, { 'key-id': resource, region });
}

/** The command that cancels the deletion of the finding's key and enables it, which a cancelled deletion does not. */
export function saveKey(finding: Finding): string | undefined {
  const { region, resource = '' } = parseArn(finding.evidence.resource) ?? {};
  // The whole ARN once: in another account the first call fails, and the second is not made.
  const id = resource.replace(/^key\//, '');
  const enable = region === undefined ? undefined : awsCommand('kms enable-key', { 'key-id': id, region });
  return enable && withFlags(keyCommand('kms cancel-key-deletion', finding), '&&', enable);
}

/** The account that owns the finding's key: a key's commands are run there. */
export function inKeyAccount({ evidence: { resource } }: Finding): Pick<Remedy, 'account'> {
  return { account: parseArn(resource)?.account };
}
