import type { Severity } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';

/** One finding of a scan, as reports print it. Texts are on one line; those of callers are shortened. */
export interface ScanFinding {
  /** `<account>/<Region>/<rule>/<subject>`: the same finding has the same id in every scan. */
  readonly id: string;
  readonly rule: RuleId;
  readonly title: string;
  readonly severity: Severity;
  /** Coverage is whole in spite of it. */
  readonly weakening: boolean;
  readonly account: string;
  readonly accountName: string;
  readonly region: string;
  /** The ARN of the trail; null for the account and Region as a whole. */
  readonly trail: string | null;
  /** ISO 8601. */
  readonly since: string;
  readonly detail: string;
  readonly meaning: string;
  readonly remedy: string;
  /** The command to repair or to see it; null where there is none. */
  readonly command: string | null;
  readonly mitre: readonly string[];
  /** Why it is accepted, by the whitelist; null where it is not. */
  readonly accepted: string | null;
}

/** One account and Region: how bad it is there, and what its trails record together. */
export interface ScanPlace {
  readonly account: string;
  readonly region: string;
  /** `recorded`: nothing is wrong; `unread`: not everything could be read; else the worst severity of its findings. */
  readonly state: 'recorded' | 'unread' | Severity;
  /** The management events that are recorded; `unknown` where trails could not be read. */
  readonly records: 'all' | 'writes' | 'reads' | 'some' | 'nothing' | 'unknown';
}

/** One trail, as it was seen at home or, where its owner was not scanned, in a member account. */
export interface ScanTrail {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly home: string;
  readonly organization: boolean;
  readonly multiRegion: boolean;
  /** Null where its status could not be read. */
  readonly logging: boolean | null;
  readonly records: ScanPlace['records'];
  readonly bucket: string | null;
  readonly key: string | null;
  readonly validation: boolean;
  /** The last delivery of a log file, in ISO 8601; null where there was none or it is not known. */
  readonly delivered: string | null;
  readonly deliveryError: string | null;
  /** In how many of the scanned accounts and Regions it records. */
  readonly places: number;
  readonly accounts: number;
}

/** Something that could not be read, and what would let it be. */
export interface ScanUnread {
  readonly account: string;
  readonly accountName: string;
  /** The Regions concerned; empty for the account as a whole. */
  readonly regions: readonly string[];
  /** The permission that was missing, as IAM names it; null where another reason kept it from being read. */
  readonly permission: string | null;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** What changed since an earlier scan. */
export interface ScanChanges {
  /** When the earlier scan began, in ISO 8601. */
  readonly since: string;
  /** The ids of findings that the earlier scan did not have. */
  readonly fresh: readonly string[];
  /** The findings of the earlier scan that are over. */
  readonly over: readonly ScanFinding[];
  /** The findings of the earlier scan of which it is not known, because the place was not read this time. */
  readonly unknown: readonly ScanFinding[];
}

/** The result of a scan: what `--format json` prints and `--since` reads. */
export interface ScanReport {
  readonly format: 'trailwarden-scan/1';
  readonly tool: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Who asked: the caller's ARN. */
  readonly caller: string;
  readonly organization: string | null;
  /** Whether everything was read. */
  readonly complete: boolean;
  /** Why the scan ended early; null where it did not. */
  readonly endedEarly: string | null;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly places: readonly ScanPlace[];
  /** Worst first. */
  readonly findings: readonly ScanFinding[];
  readonly accepted: readonly ScanFinding[];
  readonly trails: readonly ScanTrail[];
  readonly unread: readonly ScanUnread[];
  readonly changes: ScanChanges | null;
}
