import { fieldFaults, isObject, JiraRefusal } from './call.ts';
import {
  readAssignee,
  readDescription,
  readDueDate,
  readIssueType,
  readLabels,
  readParent,
  readPriority,
  readProject,
  readSummary,
  unknownField,
} from './field-rules.ts';
import type { IssueFields, JiraIssue } from './issue.ts';
import { levelOf } from './site.ts';
import type { Project } from './project.ts';
import type { Site } from './site.ts';

const SETTABLE = ['summary', 'description', 'priority', 'assignee', 'labels', 'parent', 'duedate'];
type Given = Record<string, unknown>;

/** The project and fields of a new issue; 400 naming every field that is missing or bad. */
export function fieldsForCreate(given: Given, site: Site): { project: Project; fields: IssueFields } {
  const project = readProject(given['project'], site);
  const issueType = readIssueType(given['issuetype'], project);
  const blank: IssueFields = {
    summary: '',
    issueType,
    description: undefined,
    priority: project.priorities.includes('Medium') ? 'Medium' : project.priorities[0],
    assignee: undefined,
    labels: [],
    parent: undefined,
    resolution: undefined,
  };
  const others = Object.fromEntries(
    Object.entries(given).filter(([name]) => name !== 'project' && name !== 'issuetype'),
  );
  if (levelOf(issueType) === -1 && others['parent'] === undefined) {
    throw fieldFaults({ issuetype: 'Issue type is a sub-task but parent issue key or id not specified.' });
  }
  return { project, fields: withGiven(blank, { summary: undefined, ...others }, project, site) };
}

/** The fields of an issue after `fields` and `update` of an edit; 400 naming every bad one. */
export function fieldsForEdit(issue: JiraIssue, body: Given, site: Site): IssueFields {
  const given = isObject(body['fields']) ? body['fields'] : {};
  const update = isObject(body['update']) ? body['update'] : {};
  const { labels, ...unknown } = update;
  const other = Object.keys(unknown).find((name) => name !== 'comment');
  if (other !== undefined) throw unknownField(other);
  if (labels !== undefined && given['labels'] !== undefined) {
    throw fieldFaults({ labels: "Field 'labels' cannot appear in both 'fields' and 'update'" });
  }
  const edited = withGiven(issue.fields, given, issue.project, site);
  return labels === undefined
    ? edited
    : { ...edited, labels: updatedLabels(edited.labels, labels, issue.project, site) };
}

function withGiven(fields: IssueFields, given: Given, project: Project, site: Site): IssueFields {
  const faults: Record<string, string> = {};
  const details: string[] = [];
  const changes = Object.entries(given).map(([name, value]) => {
    try {
      return [name, read(name, value, fields.issueType, { project, site })];
    } catch (error) {
      if (!(error instanceof JiraRefusal)) throw error;
      const { errors, errorMessages } = error.answer.body as {
        errors: Record<string, string>;
        errorMessages: string[];
      };
      Object.assign(faults, errors);
      details.push(...errorMessages);
      return [name, undefined];
    }
  });
  if (Object.keys(faults).length > 0) throw fieldFaults(faults, details);
  return { ...fields, ...(Object.fromEntries(changes) as Partial<IssueFields>) };
}

function read(
  name: string,
  value: unknown,
  issueType: string,
  { project, site }: { project: Project; site: Site },
) {
  if (!SETTABLE.includes(name)) throw unknownField(name);
  if (name === 'summary') return readSummary(value, project, site);
  if (name === 'description') return readDescription(value, project, site);
  if (name === 'priority') return readPriority(value, project, site);
  if (name === 'assignee') return readAssignee(value, project, site);
  if (name === 'labels') return readLabels(value, project, site);
  if (name === 'duedate') return readDueDate(value, project, site);
  return readParent(value, issueType, project, site);
}

function updatedLabels(
  labels: readonly string[],
  operations: unknown,
  project: Project,
  site: Site,
): readonly string[] {
  if (!Array.isArray(operations)) throw fieldFaults({ labels: 'data was not an array' });
  return operations.reduce<readonly string[]>((current, operation: unknown) => {
    const { add, remove, set } = isObject(operation) ? operation : {};
    if (set !== undefined) return readLabels(set, project, site);
    if (add !== undefined) return readLabels([...current, add], project, site);
    if (remove !== undefined) return current.filter((label) => label !== remove);
    throw fieldFaults({ labels: 'Operation must be add, remove or set.' });
  }, labels);
}
