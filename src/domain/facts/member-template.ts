import type { Region } from '#domain/values/region.ts';

/** A forwarding rule of a deployed version, with the digest of its event pattern. */
export interface ExpectedRule {
  readonly name: string;
  readonly digest: string;
  /** Set when the rule is deployed in this Region only. */
  readonly onlyIn?: 'us-east-1' | undefined;
}

/** The parts of one deployed version in a watched account, as digests. */
export interface MemberTemplate {
  /** The digest of everything else in it. */
  readonly id: string;
  readonly rules: readonly ExpectedRule[];
  /** The digest of the forwarding role's trust, policies and boundary. */
  readonly forwardingRole: string;
}

/** The template of the running version, and those that earlier versions of this deployment used. */
export interface KnownTemplates {
  readonly current: MemberTemplate;
  readonly older: readonly MemberTemplate[];
}

/** The rules of a template that belong in a Region. */
export function rulesIn({ rules }: MemberTemplate, region: Region): readonly ExpectedRule[] {
  return rules.filter(({ onlyIn }) => onlyIn === undefined || onlyIn === region);
}
