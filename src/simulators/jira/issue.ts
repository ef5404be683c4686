import type { AdfDocument } from './adf.ts';
import type { Project } from './project.ts';

/** The fields of an issue that can be set. */
export interface IssueFields {
  readonly summary: string;
  readonly issueType: string;
  readonly description: AdfDocument | undefined;
  readonly priority: string | undefined;
  /** A day such as `2026-11-28`. */
  readonly duedate?: string | undefined;
  readonly assignee: string | undefined;
  readonly labels: readonly string[];
  /** The parent's key. */
  readonly parent: string | undefined;
  readonly resolution: string | undefined;
}

/** A comment; times are in milliseconds since the epoch. */
export interface JiraComment {
  readonly id: string;
  readonly author: string;
  readonly created: number;
  readonly updated: number;
  readonly body: AdfDocument;
  readonly properties: Record<string, unknown>;
}

/** One end of a link between two issues. */
export interface JiraLink {
  readonly id: string;
  readonly type: string;
  /** Whether the other issue is the inward or the outward one. */
  readonly side: 'inward' | 'outward';
  readonly other: string;
}

/** A version of an issue, as the search index may still hold it. */
export interface IndexedVersion {
  readonly at: number;
  readonly fields: IssueFields;
  readonly status: string;
}

/** An issue as the site keeps it; times are in milliseconds since the epoch. */
export interface JiraIssue {
  readonly id: string;
  readonly key: string;
  readonly project: Project;
  readonly reporter: string;
  readonly created: number;
  updated: number;
  fields: IssueFields;
  status: string;
  readonly comments: JiraComment[];
  readonly links: JiraLink[];
  readonly transitions: {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly at: number;
  }[];
  readonly properties: Record<string, unknown>;
  /** Every version since creation, oldest first. */
  readonly versions: IndexedVersion[];
  deletedAt?: number;
}
