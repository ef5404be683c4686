import type { Dependency } from '#domain/facts/dependency.ts';
import type { Trigger } from '#domain/facts/trigger.ts';

/**
 * Whether a call on a managed policy changes what roles may do: they have its default version, which can be neither
 * deleted nor, while a role has the policy, taken away (IAM API reference, DeletePolicy, DeletePolicyVersion).
 */
export function changesRoles({ eventName, requested }: Trigger): boolean {
  if (eventName === 'SetDefaultPolicyVersion') return true;
  const { setAsDefault = requested === undefined } = requested ?? {};
  return eventName === 'CreatePolicyVersion' && String(setAsDefault) === 'true';
}

/** A call on a role. */
export type CallOnRole = Trigger & { readonly dependsOn: Dependency };

/** The call on a managed policy as one on each of the `roles` that have it. */
export function onRoles(trigger: Trigger, roles: readonly string[]): readonly CallOnRole[] {
  return roles.map((id, index) => ({
    ...trigger,
    // Triggers that are the same are merged, and each role is a case of its own.
    sameAs: index === 0 ? trigger.sameAs : `${trigger.sameAs} ${id}`,
    dependsOn: { kind: 'role', id },
  }));
}
