import { AwsError } from './aws-error.ts';
import { isVisible } from './coverage.ts';
import type { Request } from './service.ts';
import type { State, Trail } from './state.ts';
import { trailArn } from './state.ts';
import type { Timeline } from './timeline.ts';

/** A trail with its history. */
export interface Found {
  readonly trail: Trail;
  readonly history: Timeline<Trail>;
}

/** All trails as they were at `moment`. */
export function trailsAt(state: State, moment: number): Found[] {
  return [...state.trails.values()].flatMap((history) => {
    const trail = history.at(moment);
    return trail ? [{ trail, history }] : [];
  });
}

/** The trail of a read call: by ARN where it or a copy is visible, by name only in its home Region. Throws AwsError. */
export function trailToRead(
  state: State,
  request: Request,
  view: { readonly name: string; readonly at: number },
): Found {
  const { caller, region } = request;
  const arn = arnOf(request, view.name);
  const history = state.trails.get(arn);
  const trail = history?.at(view.at);
  const foreign = ownerOf(arn) !== caller.accountId;
  const visible = trail !== undefined && isVisible(state, trail, caller.accountId, region);
  if (foreign && !visible && !isTrailAdministrator(state, caller.accountId))
    throw wrongAccount(caller.accountId);
  if (!history || !trail || !visible) throw unknownTrail(arn, caller.accountId);
  return { trail, history };
}

/** The trail a write call names; only its owner may call, in its home Region. Throws AwsError. */
export function trailToChange(state: State, request: Request, name: string): Found {
  const { caller, region } = request;
  const arn = arnOf(request, name);
  const history = state.trails.get(arn) ?? copyNamed(state, request, name);
  const trail = history?.latest();
  if (trail && trail.owner !== caller.accountId && !isTrailAdministrator(state, caller.accountId)) {
    const seen = trail.organization && isVisible(state, trail, caller.accountId, region);
    throw seen ? notManagement() : wrongAccount(caller.accountId);
  }
  if (!history || !trail) {
    throw ownerOf(arn) === caller.accountId
      ? unknownTrail(arn, caller.accountId)
      : wrongAccount(caller.accountId);
  }
  if (trail.homeRegion !== region) {
    const message = `The trail ${trail.arn} can be changed only in its home Region ${trail.homeRegion}, not in ${region}.`;
    throw new AwsError('InvalidHomeRegionException', message);
  }
  return { trail, history };
}

/** Whether the account may manage organization trails: the management account or a delegated administrator. */
export function isTrailAdministrator(state: State, account: string): boolean {
  const { organization } = state;
  if (!organization) return false;
  const delegated = organization.delegatedAdministrators.get('cloudtrail.amazonaws.com');
  return organization.managementAccountId === account || delegated?.has(account) === true;
}

/** AWS's error for a trail that does not exist. */
export function unknownTrail(arn: string, account: string): AwsError {
  return new AwsError('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${account}`);
}

/** AWS's error for the ARN of another account's trail. */
export function wrongAccount(account: string): AwsError {
  const message = `AccountID in ARN is wrong, you can only access resources with AccountID ${account}`;
  return new AwsError('CloudTrailARNInvalidException', message);
}

/** AWS's error for a member account that tries to change an organization trail. */
export function notManagement(): AwsError {
  const message =
    'Only the management account or a delegated administrator of the organization may do this to its trails.';
  return new AwsError('NotOrganizationMasterAccountException', message);
}

/** The ARN of a trail named by this caller. Throws for a text that is neither a trail's name nor its ARN. */
export function arnOf({ caller, region }: Request, name: string): string {
  if (name.startsWith('arn:')) {
    if (/^arn:[\w-]+:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]{3,128}$/.test(name)) return name;
    throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${name}`);
  }
  if (!/^[A-Za-z0-9][\w.-]{2,127}$/.test(name)) {
    throw new AwsError(
      'InvalidTrailNameException',
      'Trail name or ARN is not valid: 3 to 128 letters, digits, . _ -',
    );
  }
  return trailArn(region, caller.accountId, name);
}

function copyNamed(state: State, { caller, region }: Request, name: string): Timeline<Trail> | undefined {
  return state.trails.values().find((history) => {
    const trail = history.latest();
    return (
      trail?.owner === caller.accountId &&
      trail.name === name &&
      isVisible(state, trail, caller.accountId, region)
    );
  });
}

function ownerOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
