import type { Announcement, Sentence } from '#domain/announcements/announcement.ts';
import type { TimelineEntry } from '#domain/announcements/timeline.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { PlaceState } from '#domain/reports/place-state.ts';
import type { PlaceWords } from '#domain/reports/place-words.ts';
import type { DecidedEvent } from '#ports/event-feed.ts';

// What passes between the server and the page, as JSON. The page imports these types and nothing else of the server.

/** The map of all accounts and Regions. */
export interface MapView {
  /** Id and name of each account, in the order of `rows`. */
  readonly accounts: readonly (readonly [id: string, name: string])[];
  readonly regions: readonly string[];
  /** One digit for each Region: the index of its state in `legend`. */
  readonly rows: readonly string[];
  /** The states, worst first, with their words. */
  readonly legend: readonly LegendEntry[];
}

/** A state of the map with its words. */
export interface LegendEntry {
  readonly state: PlaceState;
  readonly title: string;
  readonly meaning: string;
}

/** A place whose state changed: indexes of its account, its Region and its state. */
export type PlaceChange = readonly [account: number, region: number, state: number];

/** An incident in the list. */
export interface IncidentLine {
  readonly id: string;
  readonly headline: string;
  readonly status: Announcement['status'];
  readonly severity: Announcement['severity'];
  readonly openedAt: number;
  readonly accounts: number;
  /** Whether it is reported in a message of its own; otherwise it is in the daily report only. */
  readonly told: boolean;
}

/** An incident in full. */
export interface IncidentDetail extends IncidentLine {
  readonly announcement: Announcement;
  readonly timeline: readonly TimelineEntry[];
  readonly causes: readonly Trigger[];
}

/** A place in full. */
export interface PlaceDetail extends PlaceWords {
  readonly account: string;
  readonly region: string;
  readonly incidents: readonly IncidentLine[];
}

/** The detector's own health in sentences, and its queues in numbers. */
export interface HealthView {
  readonly lead: readonly Sentence[];
  readonly remarks: readonly Sentence[];
  readonly heartbeats: { readonly places: number; readonly lastAt: number | undefined };
  readonly looks: { readonly accounts: number; readonly oldestAt: number | undefined };
  readonly queues: readonly QueueView[];
}

/** A queue and the approximate number of its messages. */
export interface QueueView {
  readonly name: string;
  readonly waiting: number;
}

/** A dead letter, or a queue of them while their contents cannot be listed. */
export interface DeadLetterView {
  readonly queue: string;
  /** Undefined while only the number of letters is known. */
  readonly id?: string | undefined;
  readonly messages: number;
  readonly words: Sentence;
}

/** What is accepted as known. */
export interface AcceptanceView {
  readonly id: string;
  readonly words: Sentence;
  /** Whether it was made at run time, so that it can be taken back here; others stand in whitelist.json. */
  readonly revocable: boolean;
}

/** A run of text of a message or ticket, as the reader sees it. */
export interface Ink {
  readonly text: string;
  readonly bold?: boolean;
  readonly code?: boolean;
  readonly italic?: boolean;
  readonly link?: string;
}

/** A block of a message or ticket. */
export type Piece =
  | { readonly kind: 'title' | 'heading' | 'text' | 'note' | 'bullet'; readonly inks: readonly Ink[] }
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'box'; readonly tone: string; readonly pieces: readonly Piece[] }
  | { readonly kind: 'rule' }
  | { readonly kind: 'fields'; readonly fields: readonly (readonly Ink[])[] }
  /** A picture as base64 of a PNG. */
  | { readonly kind: 'image'; readonly alt: string; readonly png: string };

/** A message of the Slack channel or a ticket of the Jira board. */
export interface SheetView {
  readonly id: string;
  readonly app: 'slack' | 'jira';
  readonly where: string;
  /** Milliseconds since the epoch, on the clock of the simulated cloud. */
  readonly at: number;
  /** Milliseconds from the click of the attack that came before it; undefined without one. */
  readonly after?: number | undefined;
  /** The ticket's status; undefined for messages. */
  readonly status?: string | undefined;
  readonly pieces: readonly Piece[];
}

/** A deed that the playground offers: an attack with its repair. */
export interface DeedView {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly calls: string;
  readonly account: string;
  readonly accountName: string;
  /** What the detector is expected to say; undefined where it stays silent. */
  readonly expected: string | undefined;
  readonly state: 'ready' | 'attacking' | 'attacked' | 'repairing' | 'repaired';
  /** Whether there is something to undo. */
  readonly repairable: boolean;
  /** Milliseconds from the click to the first message and ticket, and from the repair to the end in both. */
  readonly times: Readonly<Partial<Record<'slack' | 'jira' | 'resolvedSlack' | 'resolvedJira', number>>>;
}

/** The clock that all times are given on. */
export interface ClockView {
  /** Milliseconds between this machine's clock and it; above zero where a simulated cloud has skipped time. */
  readonly offset: number;
  /** What the simulated cloud is skipping time for; undefined while it passes at its own pace. */
  readonly passing: string | undefined;
}

/** The acts that this console can carry out; an act without its use case is not offered. */
export type ActName = 'recheck' | 'accept' | 'unaccept' | 'replay' | 'drop';

/** What the console is about, sent once. */
export interface AboutView {
  readonly title: string;
  readonly stage: string;
  readonly version: string;
  readonly acts: readonly ActName[];
  readonly playground: boolean;
}

/** One update of the page. */
export type Update =
  | { readonly kind: 'about'; readonly about: AboutView }
  | { readonly kind: 'map'; readonly map: MapView }
  | { readonly kind: 'places'; readonly changes: readonly PlaceChange[] }
  | { readonly kind: 'incidents'; readonly incidents: readonly IncidentLine[] }
  | { readonly kind: 'events'; readonly events: readonly DecidedEvent[] }
  | { readonly kind: 'health'; readonly health: HealthView }
  | { readonly kind: 'dead-letters'; readonly letters: readonly DeadLetterView[] }
  | { readonly kind: 'acceptances'; readonly acceptances: readonly AcceptanceView[] }
  | { readonly kind: 'clock'; readonly clock: ClockView }
  | { readonly kind: 'deeds'; readonly deeds: readonly DeedView[] }
  | { readonly kind: 'sheets'; readonly sheets: readonly SheetView[] }
  | { readonly kind: 'trouble'; readonly words: string | undefined };

/** The answer to an act. */
export interface ActAnswer {
  readonly done: boolean;
  readonly words: string;
}
