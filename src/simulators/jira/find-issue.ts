import type { JiraIssue } from './issue.ts';
import { noSuchIssue } from './call.ts';
import type { Project, StatusCategory } from './project.ts';
import type { Site } from './site.ts';

/** The issue of that id or key; 404 when it does not exist. */
export function findIssue(site: Site, idOrKey: unknown): JiraIssue {
  const wanted = typeof idOrKey === 'string' ? idOrKey.toUpperCase() : '';
  const issue = site.issues.find(({ id, key }) => id === wanted || key === wanted);
  if (issue === undefined) throw noSuchIssue();
  return issue;
}

/** Records the moment of a change and the version that the search index will hold. */
export function changed(site: Site, issue: JiraIssue): void {
  issue.updated = site.clock.now();
  issue.versions.push({ at: issue.updated, fields: issue.fields, status: issue.status });
}

/** The category of the issue's status. */
export function categoryOf(project: Project, status: string): StatusCategory {
  return project.workflow.statuses.find(({ name }) => name === status)?.category ?? 'new';
}
