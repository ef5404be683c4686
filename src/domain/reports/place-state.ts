import type { Finding } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { isOpenFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountOutcome } from '#domain/sweeps/sweep.ts';
import type { Region } from '#domain/values/region.ts';

/** How an account and Region stands, worst first; the order is also the order of a map's legend. */
export const placeStates = [
  'not-recorded',
  'at-risk',
  'unreadable',
  'weaker',
  'accepted',
  'recorded',
  'not-watched',
  'not-looked-at',
] as const;
/** One of `placeStates`. */
export type PlaceState = (typeof placeStates)[number];

/** The name of each state, and what it says to a reader who knows nothing else. */
export const placeStateWords: Readonly<
  Record<PlaceState, { readonly title: string; readonly meaning: string }>
> = {
  'not-recorded': {
    title: 'Not recorded',
    meaning: 'Management events, or a part of them, are not recorded there.',
  },
  'at-risk': {
    title: 'At risk',
    meaning: 'Events are recorded, but the log files are lost, go elsewhere or can be lost.',
  },
  unreadable: { title: 'Not readable', meaning: 'Trailwarden was refused there: it cannot tell.' },
  weaker: {
    title: 'Weaker',
    meaning: 'Events are recorded; a trail stopped or a setting was weakened, which is in the daily report.',
  },
  accepted: { title: 'Accepted', meaning: 'What was found there is accepted as known.' },
  recorded: { title: 'Recorded', meaning: 'The last look found nothing that harms the recording.' },
  'not-watched': {
    title: 'Not watched',
    meaning: 'The Region is not enabled in the account, or is left out by configuration.',
  },
  'not-looked-at': { title: 'Not looked at', meaning: 'No look at this account and Region is known.' },
};

/** What is known of an account and Region: its issue, and the outcome of its account in the last sweep. */
export interface PlaceFacts {
  readonly region: Region;
  readonly issue: Issue | undefined;
  readonly outcome: AccountOutcome | undefined;
}

const harmStates: Readonly<Record<Finding['harm'], PlaceState>> = {
  'not-recording': 'not-recorded',
  'recording-less': 'not-recorded',
  unreadable: 'unreadable',
  redirected: 'at-risk',
  undeliverable: 'at-risk',
  expiring: 'at-risk',
  unprotected: 'weaker',
  unwatched: 'at-risk',
};

function stateOfFinding({ harm, weakening, severity }: Finding): PlaceState {
  return weakening || severity === 'low' ? 'weaker' : harmStates[harm];
}

function worst(states: readonly PlaceState[]): PlaceState | undefined {
  return placeStates.find((state) => states.includes(state));
}

function stateOfIssue({ findings, disabled, status }: Issue): PlaceState | undefined {
  const all = [...findings.values()];
  const open = all.filter(isOpenFinding).map(stateOfFinding);
  if (open.length > 0) return disabled ? 'not-recorded' : worst(open);
  if (status === 'open') return disabled ? 'not-recorded' : 'at-risk';
  return status === 'whitelisted' ? 'accepted' : undefined;
}

function stateOfLook(region: Region, outcome: AccountOutcome | undefined): PlaceState {
  if (outcome === undefined) return 'not-looked-at';
  if (outcome.kind === 'failed') return 'unreadable';
  const isRefused = outcome.refusals.some(({ regions }) => regions.length === 0 || regions.includes(region));
  if (isRefused) return 'unreadable';
  if (outcome.regions.includes(region)) return 'recorded';
  return outcome.regionsNamed ? 'not-watched' : 'not-looked-at';
}

/** How a place stands: by its open findings, then by what was accepted, then by how the last sweep fared there. */
export function placeStateOf({ region, issue, outcome }: PlaceFacts): PlaceState {
  return (issue && stateOfIssue(issue)) ?? stateOfLook(region, outcome);
}
