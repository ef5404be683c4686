import { asJsonObject, asList } from './json.ts';
import type { Truth } from './truth.ts';
import { anyOf } from './truth.ts';

/** The service principal that CloudTrail delivers as, in every partition. */
export const cloudTrailPrincipal = 'cloudtrail.amazonaws.com';

// Before it had a service principal, CloudTrail wrote from one account per Region (CloudTrail user guide, "supported
// Regions"). Policies that still name these accounts work in some Regions only.
const formerAccounts = new Set(
  `034638983726 035351147821 069019280451 086441151436 113285607260 119688915426 187074758985 193415116832
   216624486486 262312530599 282025262664 284668455005 388731089494 453052556044 475085895292 492519147666
   525921808201 582488909970 585772288577 608710470296 669305197877 681348832753 683224464357 757211635381
   765225791966 814480443879 819402241893 829690693026 859597730677 886388586500 903692715234 977081816279`.split(
    /\s+/,
  ),
);

function namedAsAccount(name: unknown): Truth {
  if (name === '*') return 'yes';
  if (typeof name !== 'string' || /[*?]|\$\{/.test(name)) return 'maybe';
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(?::|$)/.exec(name)?.[1];
  return account !== undefined && formerAccounts.has(account) ? 'maybe' : 'no';
}

function namedAsService(name: unknown): Truth {
  if (name === cloudTrailPrincipal) return 'yes';
  if (typeof name !== 'string') return 'maybe';
  return /^cloudtrail\.|[*?]|\$\{/i.test(name) ? 'maybe' : 'no';
}

function named(kind: string, names: unknown): Truth {
  switch (kind) {
    case 'AWS':
      return anyOf(asList(names).map(namedAsAccount));
    case 'Service':
      return anyOf(asList(names).map(namedAsService));
    case 'CanonicalUser':
    case 'Federated':
      return 'no';
    default:
      return 'maybe';
  }
}

/** Whether a Principal (or NotPrincipal) element names CloudTrail. */
export function namesCloudTrail(principal: unknown): Truth {
  if (principal === '*') return 'yes';
  const kinds = Object.entries(asJsonObject(principal) ?? {});
  return kinds.length === 0 ? 'maybe' : anyOf(kinds.map(([kind, names]) => named(kind, names)));
}
