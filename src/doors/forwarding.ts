import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import { digestOf } from '#adapters/aws/digest-of.ts';
import { awsForwardingObserver } from '#adapters/aws/forwarding-observer.ts';
import { digestOfRole } from '#adapters/aws/forwarding-role-reader.ts';
import { templatesBefore } from '#adapters/aws/templates-before.ts';
import { forwardingRoleDocuments } from '#adapters/cloudformation/member-roles.ts';
import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames, suffixOfBus } from '#adapters/cloudformation/names.ts';
import type { Config } from '#config/config.ts';
import type { KnownTemplates, MemberTemplate } from '#domain/facts/member-template.ts';
import { partitionOf } from '#domain/values/partition.ts';
import type { ForwardingObserver, TemplateLog } from '#ports/forwarding.ts';

/** Where the centre is: the account, the Region and the name of its bus. */
export interface CentrePlace {
  readonly config: Pick<Config, 'mainAccountId' | 'deployment'>;
  readonly region: string;
  readonly busName: string;
}

function busArn({ config, region, busName }: CentrePlace): string {
  return `arn:${partitionOf(region)}:events:${region}:${config.mainAccountId}:event-bus/${busName}`;
}

/** The observer of forwarding rules in watched accounts. */
export function forwardingObserver(place: CentrePlace, assume: AssumeReadRole): ForwardingObserver {
  const names = sharedNames(suffixOfBus(place.busName));
  return awsForwardingObserver({
    assume,
    names: { ...names, bus: busArn(place), role: names.forwardingRole },
  });
}

/** The member template of the running version, from the patterns and policies that the templates are made of. */
export function currentTemplate(place: CentrePlace): MemberTemplate {
  const names = sharedNames(suffixOfBus(place.busName));
  const rules = forwardedPatterns().map(({ name, pattern, onlyIn }) => ({
    name: names.rule(name),
    digest: digestOf(pattern),
    onlyIn,
  }));
  const forwardingRole = digestOfRole(
    forwardingRoleDocuments(busArn(place), place.config.deployment.boundary),
    undefined,
  );
  return { id: digestOf({ rules, forwardingRole }), rules, forwardingRole };
}

/** The names of the rules of the running version in watched accounts. */
export function memberRuleNames(busName: string): readonly string[] {
  const { rule } = sharedNames(suffixOfBus(busName));
  return forwardedPatterns().map(({ name }) => rule(name));
}

/** The template of the running version and all earlier ones of this deployment; read once in five minutes. */
export function knownTemplates(
  place: CentrePlace,
  { templates, now }: { readonly templates: TemplateLog; readonly now: () => number },
): () => Promise<KnownTemplates> {
  const current = currentTemplate(place);
  const names = sharedNames(suffixOfBus(place.busName));
  const before = templatesBefore.map((rules, index) => ({
    id: `before-${index}`,
    rules: rules.map(({ name, ...rule }) => ({ ...rule, name: names.rule(name) })),
    forwardingRole: current.forwardingRole,
  }));
  const fresh = 5 * 60 * 1000;
  let kept: { readonly known: Promise<KnownTemplates>; readonly at: number } | undefined;
  const read = async (): Promise<KnownTemplates> => {
    const stored = await templates.listTemplates();
    return { current, older: [...stored.filter(({ id }) => id !== current.id), ...before] };
  };
  return () => {
    if (!kept || now() - kept.at > fresh) {
      const known = read();
      kept = { known, at: now() };
      // A failure is not kept: the next look reads again.
      known.catch(() => (kept = undefined));
    }
    return kept.known;
  };
}
