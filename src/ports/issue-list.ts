import type { Issue } from '#domain/issues/issue.ts';

/** Every issue, closed ones too. */
export interface IssueList {
  listIssues(): AsyncIterable<Issue>;
}
