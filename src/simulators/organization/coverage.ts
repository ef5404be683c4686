import type { Fields, State, Trail } from './state.ts';
import { globalRegion } from './state.ts';

/** Whether the trail, or a copy of it, is listed in this account and Region (a listed copy need not record). */
export function isVisible(state: State, trail: Trail, account: string, region: string): boolean {
  const there = state.accounts.get(account);
  if (!there) return false;
  const inRegion = trail.homeRegion === region || (trail.multiRegion && enabled(state, account, region));
  return (
    inRegion && (trail.owner === account || (trail.organization && isMember(state, trail.owner, account)))
  );
}

/** Whether the trail's configuration is a copy here: of another Region's trail, or of the organization's in a member. */
export function isShadow(trail: Trail, account: string, region: string): boolean {
  return trail.homeRegion !== region || trail.owner !== account;
}

/** Whether any logging trail records the write calls of `eventSource` made in this account and Region. */
export function isCovered(state: State, account: string, region: string, eventSource: string): boolean {
  return state.trails.values().some((history) => {
    const trail = history.latest();
    return (
      trail !== undefined &&
      trail.logging &&
      isVisible(state, trail, account, region) &&
      (trail.owner === account || hasTrustedAccess(state)) &&
      (region !== globalRegion || trail.globalServiceEvents || !globalSources.has(eventSource)) &&
      recordsWrites(trail, eventSource)
    );
  });
}

const globalSources = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com', 'account.amazonaws.com']);

function enabled(state: State, account: string, region: string): boolean {
  return region === globalRegion || (state.accounts.get(account)?.regions.has(region) ?? false);
}

function isMember(state: State, owner: string, account: string): boolean {
  const member = state.accounts.get(account)?.member === true;
  return member && state.organization?.managementAccountId === owner;
}

/** Whether the trail records in the account: without trusted access organization trails are listed but do not record. */
function hasTrustedAccess(state: State): boolean {
  return state.organization?.trustedAccess.has('cloudtrail.amazonaws.com') === true;
}

/** Whether the trail's selectors include management write events of `eventSource`. */
export function recordsWrites(trail: Trail, eventSource: string): boolean {
  if (trail.advancedSelectors)
    return trail.advancedSelectors.some((one) => advancedRecords(one, eventSource));
  return trail.selectors?.some((one) => basicRecords(one, eventSource)) ?? true;
}

function basicRecords(selector: Fields, eventSource: string): boolean {
  const excluded = selector['ExcludeManagementEventSources'];
  return (
    selector['IncludeManagementEvents'] !== false &&
    selector['ReadWriteType'] !== 'ReadOnly' &&
    !(Array.isArray(excluded) && excluded.includes(eventSource))
  );
}

interface FieldSelector {
  readonly Field?: unknown;
  readonly Equals?: readonly unknown[];
  readonly NotEquals?: readonly unknown[];
}

function advancedRecords(selector: Fields, eventSource: string): boolean {
  const fields = (selector['FieldSelectors'] ?? []) as readonly FieldSelector[];
  const passes = (name: string, value: string): boolean =>
    fields
      .filter(({ Field }) => Field === name)
      .every(
        ({ Equals, NotEquals }) =>
          (Equals?.includes(value) ?? true) && !(NotEquals?.includes(value) ?? false),
      );
  const management = fields.some(
    ({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management'),
  );
  return management && passes('readOnly', 'false') && passes('eventSource', eventSource);
}
