import type { Issue } from '#domain/issues/issue.ts';

/** All issues, closed ones included. */
export interface IssueList {
  listIssues(): AsyncIterable<Issue>;
}
