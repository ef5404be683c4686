import { namedRegion, ownCredentials } from '#adapters/aws/own-credentials.ts';
import { systemClock } from '#doors/system-clock.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Roll } from '#ports/organization.ts';

/** What the person's credentials tell; each part is undefined where they do not. */
export interface KnownOfAws {
  readonly region: string;
  readonly account: AccountId | undefined;
  readonly roll: Roll | undefined;
}

/** Asks STS and Organizations, where there are credentials that may; a configuration can be made without them. */
export async function knownOfAws(): Promise<KnownOfAws> {
  const region = await namedRegion();
  try {
    const own = await ownCredentials(region);
    const roll = await own.organization(systemClock).fetchRoll();
    return { region, account: own.account, roll: roll.kind === 'seen' ? roll.value : undefined };
  } catch {
    return { region, account: undefined, roll: undefined }; // The person is asked instead.
  }
}
