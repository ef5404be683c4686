import { checkedAdf } from './adf-check.ts';
import type { JiraRefusal } from './call.ts';
import { fieldFaults, isObject } from './call.ts';
import type { IssueFields } from './issue.ts';
import { idOf, isAssignable, levelOf } from './site.ts';
import type { Project } from './project.ts';
import type { Site } from './site.ts';

/** Parses one field of a call; undefined means that it was emptied. Throws the refusal for a bad value. */
type FieldRule<Value> = (value: unknown, project: Project, site: Site) => Value;

/** A summary: 1 to 255 characters on one line. */
export const readSummary: FieldRule<string> = (value) => {
  if (typeof value !== 'string' || value.trim() === '') {
    throw fieldFaults({ summary: 'You must specify a summary of the issue.' });
  }
  if (/[\r\n]/.test(value)) {
    throw fieldFaults({ summary: 'The summary is invalid because it contains newline characters.' });
  }
  if (value.length > 255) throw fieldFaults({ summary: "Summary can't exceed 255 characters." });
  return value;
};

/** A description as a document; null empties it. */
export const readDescription: FieldRule<IssueFields['description']> = (value) =>
  value === null ? undefined : checkedAdf(value, 'description');

/** A priority of the project, by name or id; a project without priorities has no such field. */
export const readPriority: FieldRule<string | undefined> = (value, { priorities }) => {
  if (priorities.length === 0) throw unknownField('priority');
  const found = priorities.find((name) => named(value, name, idOf('priority', name)));
  if (found === undefined) throw fieldFaults({ priority: 'The priority selected is invalid.' });
  return found;
};

/** An assignable person of the project, by account id; null removes the assignee. */
export const readAssignee: FieldRule<string | undefined> = (value, project, site) => {
  if (value === null) return undefined;
  const accountId = isObject(value) ? (value['accountId'] ?? value['id']) : undefined;
  if (typeof accountId !== 'string') {
    const message = "'accountId' must be the only user identifying query parameter in GDPR strict mode.";
    throw fieldFaults({ assignee: message });
  }
  const user = site.users.find((one) => one.accountId === accountId);
  if (user === undefined || !isAssignable(user, project.key)) {
    throw fieldFaults({ assignee: `User '${accountId}' cannot be assigned issues.` });
  }
  return accountId;
};

/** A day such as `2026-11-28`; null empties it. */
export const readDueDate: FieldRule<string | undefined> = (value) => {
  if (value === null) return undefined;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return value;
  throw fieldFaults({ duedate: 'Error parsing date string' });
};

/** Labels without spaces, of at most 255 characters each; repeated ones count once. */
export const readLabels: FieldRule<readonly string[]> = (value) => {
  if (!Array.isArray(value)) throw fieldFaults({ labels: 'data was not an array' });
  return [...new Set(value.map(readLabel))].sort();
};

function readLabel(label: unknown): string {
  if (typeof label !== 'string' || label === '') throw fieldFaults({ labels: 'string expected at index 0' });
  if (/\s/.test(label))
    throw fieldFaults({ labels: `The label '${label}' contains spaces which is invalid.` });
  if (label.length > 255) {
    throw fieldFaults({ labels: `The label '${label}' exceeds the maximum length of 255 characters.` });
  }
  return label;
}

/** The key of an issue one level up; sub-tasks stay within their project. */
export function readParent(
  value: unknown,
  issueType: string,
  project: Project,
  site: Site,
): string | undefined {
  if (value === null) return undefined;
  const wanted = isObject(value) ? (value['key'] ?? value['id']) : undefined;
  const parent = site.issues.find(({ id, key }) => id === wanted || key === wanted);
  if (parent === undefined) {
    throw fieldFaults({ parent: 'Could not find issue by id or key.' });
  }
  const fits = levelOf(parent.fields.issueType) === levelOf(issueType) + 1;
  if (!fits || (levelOf(issueType) === -1 && parent.project.key !== project.key)) {
    throw fieldFaults({ parentId: 'Given parent work item does not belong to appropriate hierarchy.' });
  }
  return parent.key;
}

/** The project a call names by key or id. */
export function readProject(value: unknown, site: Site): Project {
  const found = site.projects.find(
    ({ key, id }) => isObject(value) && (value['key'] === key || value['id'] === id),
  );
  if (found === undefined) throw fieldFaults({ project: 'valid project is required' });
  return found;
}

/** An issue type of the project, by name or id. */
export function readIssueType(value: unknown, project: Project): string {
  if (value === undefined) throw fieldFaults({ issuetype: 'Specify an issue type' });
  const found = project.issueTypes.find((name) => named(value, name, idOf('issuetype', name)));
  if (found === undefined) throw fieldFaults({ issuetype: 'Specify a valid issue type' });
  return found;
}

/** Jira's error for a field that the screen does not have. */
export function unknownField(name: string): JiraRefusal {
  return fieldFaults({
    [name]: `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`,
  });
}

function named(value: unknown, name: string, id: string): boolean {
  return isObject(value) && (value['name'] === name || value['id'] === id);
}
