import { fieldFaults, isObject, JiraRefusal, listed, objectBody } from './call.ts';
import { addComments } from './comments.ts';
import { changed, findIssue } from './find-issue.ts';
import type { JiraIssue } from './issue.ts';
import { statusJson } from './issue-json.ts';
import type { Endpoint } from './endpoint.ts';
import type { Workflow } from './project.ts';

const RESOLUTIONS = ["Won't Do", 'Duplicate', 'Done', 'Cannot Reproduce'];

/** GET the transitions available now; one without `from` is offered even in the status it leads to. */
export const getTransitions: Endpoint = (site, call, [idOrKey]) => {
  const issue = findIssue(site, idOrKey);
  const withFields = listed(call.query['expand']).includes('transitions.fields');
  const transitions = available(issue).map(({ id, transition }) => ({
    id,
    name: transition.name,
    to: statusJson(site, issue.project, transition.to),
    hasScreen: Object.keys(fieldsOf(transition)).length > 0,
    isGlobal: transition.from === undefined,
    looped: transition.to === issue.status,
    isInitial: false,
    isAvailable: true,
    isConditional: false,
    ...(withFields ? { fields: fieldsOf(transition) } : {}),
  }));
  return { status: 200, body: { expand: 'transitions', transitions } };
};

/** POST a transition; 400 when it is not available now or its screen requires a resolution that is missing. */
export const doTransition: Endpoint = (site, call, [idOrKey]) => {
  const issue = findIssue(site, idOrKey);
  const body = objectBody(call);
  const wanted = isObject(body['transition']) ? body['transition']['id'] : undefined;
  if (wanted === undefined) throw new JiraRefusal(400, ["Missing 'transition' identifier"]);
  const chosen = available(issue).find(({ id }) => id === wanted);
  if (chosen === undefined) {
    throw new JiraRefusal(400, [`Transition id '${JSON.stringify(wanted)}' is not valid for this issue.`]);
  }
  const { transition } = chosen;
  if (transition.isRefused === true) throw new JiraRefusal(400, ['A comment is required.']);
  const { asksField } = transition;
  if (asksField !== undefined) throw fieldFaults({ [asksField]: `${asksField} is required.` });
  const resolution = givenResolution(body['fields'], transition);
  addComments(site, issue, body['update']);
  issue.transitions.push({
    name: transition.name,
    from: issue.status,
    to: transition.to,
    at: site.clock.now(),
  });
  issue.status = transition.to;
  issue.fields = { ...issue.fields, resolution };
  changed(site, issue);
  return { status: 204 };
};

function available(issue: JiraIssue): { id: string; transition: Workflow['transitions'][number] }[] {
  return issue.project.workflow.transitions
    .map((transition, index) => ({ id: String(index * 10 + 11), transition }))
    .filter(({ transition: { from } }) => from === undefined || from.includes(issue.status));
}

function givenResolution(
  fields: unknown,
  { asksResolution = false, defaultResolution }: Workflow['transitions'][number],
): string | undefined {
  const given = isObject(fields) && isObject(fields['resolution']) ? fields['resolution']['name'] : undefined;
  if (given === undefined && !asksResolution) return defaultResolution;
  if (given === undefined) throw fieldFaults({ resolution: 'Resolution is required.' });
  if (!asksResolution && defaultResolution === undefined) {
    const message = "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown.";
    throw fieldFaults({ resolution: message });
  }
  const known = RESOLUTIONS.find((name) => name === given);
  if (known === undefined) throw fieldFaults({ resolution: 'The resolution selected is invalid.' });
  return known;
}

/** The fields of a transition's screen, as Jira describes them. */
function fieldsOf({
  asksResolution = false,
  defaultResolution,
  asksField,
}: Workflow['transitions'][number]): Record<string, unknown> {
  const resolution = {
    required: asksResolution,
    hasDefaultValue: defaultResolution !== undefined,
    name: 'Resolution',
    key: 'resolution',
    operations: ['set'],
    schema: { type: 'resolution', system: 'resolution' },
    allowedValues: RESOLUTIONS.map((name) => ({ name })),
  };
  const other = {
    required: true,
    name: asksField,
    key: asksField,
    operations: ['set'],
    schema: { type: 'string' },
  };
  return {
    ...(asksResolution || defaultResolution !== undefined ? { resolution } : {}),
    ...(asksField === undefined ? {} : { [asksField]: other }),
  };
}
