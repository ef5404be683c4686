/** Which kind of identity made a call (CloudTrail `userIdentity.type`; Identity Center by its role names). */
export type ActorKind =
  | 'root'
  | 'iam-user'
  | 'assumed-role'
  | 'identity-center'
  | 'saml'
  | 'web-identity'
  | 'federated'
  | 'directory'
  | 'service'
  | 'aws-account'
  | 'unknown';

/** The tool that made a call, derived from its user agent. */
export type Tool =
  | 'console'
  | 'AWS CLI'
  | 'Terraform'
  | 'OpenTofu'
  | 'Pulumi'
  | 'CloudFormation'
  | 'SDK'
  | 'Stratus Red Team'
  | 'Pacu';

/**
 * The identity that made a call. Every text is controlled by the caller: its length is capped, otherwise it is raw and
 * has to be escaped where it is rendered.
 */
export interface Actor {
  readonly kind: ActorKind;
  /** The user name, or the session name of a role (for Identity Center usually an e-mail address). */
  readonly person?: string | undefined;
  readonly role?: string | undefined;
  /** The ARN of the session's role, as AWS recorded it (session issuer). */
  readonly roleArn?: string | undefined;
  readonly accountId?: string | undefined;
  readonly arn?: string | undefined;
  /** The AWS service that called on the actor's behalf. */
  readonly invokedBy?: string | undefined;
  /** Equal for the calls of one session; undefined when neither access key nor session time is known. */
  readonly sessionKey?: string | undefined;
  /** The access key of a privileged root session (sts:AssumeRoot), which another account opened; `unknown` without one. */
  readonly rootSession?: string | undefined;
  /** The account that used the session by temporary delegation (IAM user guide). */
  readonly delegate?: string | undefined;
  /** The ARN of the function or other workload that the credentials were issued to (`inScopeOf`). */
  readonly workload?: string | undefined;
  readonly mfa?: boolean | undefined;
  /** An IP address, a DNS name of AWS, or `AWS Internal`. */
  readonly sourceIp?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly tool?: Tool | undefined;
}

/** The tool that a user agent names; undefined when none is recognised. `fromConsole` is the record's own flag. */
export function toolOf(userAgent: string, fromConsole: boolean): Tool | undefined {
  const known = tools.find(([, mark]) => mark.test(userAgent));
  if (known && known[0] !== 'SDK') return known[0];
  return fromConsole ? 'console' : known?.[0];
}

// The first match wins, so the specific tools precede the general ones: the user agent of Terraform also names the
// SDK, and that of Stratus Red Team also names Terraform.
const tools: readonly (readonly [Tool, RegExp])[] = [
  ['Stratus Red Team', /stratus-red-team/i],
  ['Pacu', /\bpacu\b/i],
  ['OpenTofu', /opentofu/i],
  ['Terraform', /terraform/i],
  ['Pulumi', /pulumi/i],
  ['CloudFormation', /cloudformation\.amazonaws\.com/i],
  ['AWS CLI', /aws-cli\//i],
  ['console', /(?:signin|console)\.amazonaws\.com|console|^\[?Mozilla\//i],
  ['SDK', /aws-sdk|boto|aws-internal/i],
];
