/** Why AWS could not be asked, or refused, in general terms; `detail` is what it said, on one line. */
export interface AwsTrouble {
  readonly kind:
    | 'expired'
    | 'no-credentials'
    | 'no-profile'
    | 'mfa'
    | 'denied'
    | 'no-network'
    | 'no-region'
    | 'wrong-region'
    | 'throttled'
    | 'skewed';
  readonly detail: string;
  /** The action that was denied, as AWS names it in its message. */
  readonly operation?: string | undefined;
}

// The first that matches the name and message of an error. Names: the services' common errors (AWS general reference) and
// the SDK's providers of credentials; messages where the provider has one name for all.
const kinds: readonly (readonly [AwsTrouble['kind'], RegExp])[] = [
  [
    'expired',
    /expiredtoken|requestexpired|token (?:is|has) expired|session .*(?:has expired|is invalid)|refresh failed|InvalidGrant/i,
  ],
  ['mfa', /multi-factor|MFA code/i],
  ['no-profile', /could not resolve credentials using profile|profile .*(?:not found|could not be found)/i],
  ['no-credentials', /credentialsprovidererror|could not load credentials|CredentialIsMissing/i],
  ['skewed', /requesttimetooskewed|signature (?:expired|not yet current)/i],
  ['expired', /unrecognizedclient|invalidclienttokenid|invalidaccesskeyid|invalidtoken/i],
  ['denied', /accessdenied|unauthorizedoperation|not authorized|authorizationerror/i],
  ['throttled', /throttl|toomanyrequests|requestlimitexceeded|slowdown/i],
  ['no-region', /region is missing|invalid region|missing region/i],
  [
    'no-network',
    /\benotfound|econnrefused|econnreset|etimedout|eai_again|ehostunreach|enetunreach|timeouterror|socket hang up|getaddrinfo|unable to (?:verify|get).*certificate|self[- ]signed certificate/i,
  ],
  ['wrong-region', /resourcenotfound|queuedoesnotexist|nonexistentqueue|stack with id .* does not exist/i],
];

/** The errors behind `error`, itself first. */
function chain(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let next = error; next instanceof Error && found.length < 8; next = next.cause) {
    found.push(next);
    if (next instanceof AggregateError) found.push(...next.errors.filter((one) => one instanceof Error));
  }
  return found;
}

function isOfAws(error: Error): boolean {
  return '$metadata' in error || '$fault' in error || 'tryNextLink' in error || 'syscall' in error;
}

const wordsOf = (error: Error): string =>
  [error.name, 'code' in error ? String(error.code) : '', error.message].join(' ');

/** What stands in the way of AWS, read from an error of the SDK or of a connection; undefined for other errors. */
export function awsTrouble(error: unknown): AwsTrouble | undefined {
  const all = chain(error).filter(
    (one) => isOfAws(one) || /region is missing|TimeoutError/i.test(wordsOf(one)),
  );
  for (const one of all) {
    const kind = kinds.find(([, pattern]) => pattern.test(wordsOf(one)))?.[0];
    if (kind === undefined) continue;
    const operation = /not authorized to perform:? ([\w-]+:\w+)/.exec(one.message)?.[1];
    const message = one.message.replaceAll(/\s+/g, ' ').trim();
    return { kind, detail: `${one.name}: ${message}`.slice(0, 300), operation };
  }
  return undefined;
}
