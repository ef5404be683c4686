import { JiraRefusal, type JiraCall } from './call.ts';
import { addComment, getComment, getCommentProperty, getComments, setCommentProperty } from './comments.ts';
import {
  createMetaFields,
  createMetaTypes,
  findAssignable,
  getMyPermissions,
  getMyself,
  getProject,
  getServerInfo,
  getStatuses,
  searchPriorities,
} from './directory.ts';
import type { Endpoint } from './endpoint.ts';
import { createIssue, editIssue, getIssue } from './issues.ts';
import { getLinkTypes, linkIssues } from './links.ts';
import { getIssueProperty, listIssueProperties, setIssueProperty } from './properties.ts';
import { searchJql } from './search.ts';
import { doTransition, getTransitions } from './transitions.ts';

const ROUTES: Readonly<Record<string, Endpoint>> = {
  'POST issue': createIssue,
  'GET issue/*': getIssue,
  'PUT issue/*': editIssue,
  'POST issue/*/comment': addComment,
  'GET issue/*/comment': getComments,
  'GET issue/*/comment/*': getComment,
  'PUT comment/*/properties/*': setCommentProperty,
  'GET comment/*/properties/*': getCommentProperty,
  'GET issue/*/transitions': getTransitions,
  'POST issue/*/transitions': doTransition,
  'GET issue/*/properties': listIssueProperties,
  'GET issue/*/properties/*': getIssueProperty,
  'PUT issue/*/properties/*': setIssueProperty,
  'POST issueLink': linkIssues,
  'GET issueLinkType': getLinkTypes,
  'GET search/jql': searchJql,
  'POST search/jql': searchJql,
  'GET user/assignable/search': findAssignable,
  'GET priority/search': searchPriorities,
  'GET project/*': getProject,
  'GET project/*/statuses': getStatuses,
  'GET issue/createmeta/*/issuetypes': createMetaTypes,
  'GET issue/createmeta/*/issuetypes/*': createMetaFields,
  'GET myself': getMyself,
  'GET mypermissions': getMyPermissions,
  'GET serverInfo': getServerInfo,
};

const TABLE = Object.entries(ROUTES).map(([route, endpoint]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, pattern: new RegExp(`^/rest/api/3/${path.replaceAll('*', '([^/]+)')}$`), endpoint };
});

/** The endpoint of a call, with the variable parts of its path; 410 for endpoints removed from Jira Cloud, 404, 405. */
export function routeOf(call: JiraCall): { readonly endpoint: Endpoint; readonly parts: readonly string[] } {
  const gone = call.path.startsWith('/rest/api/2') || /^\/rest\/api\/3\/search\/?$/.test(call.path);
  if (gone) {
    const message = 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.';
    throw new JiraRefusal(410, [
      call.path.startsWith('/rest/api/2') ? 'Only REST v3 is spoken here.' : message,
    ]);
  }
  const known = TABLE.filter(({ pattern }) => pattern.test(call.path));
  const route = known.find(({ method }) => method === call.method);
  if (route === undefined)
    throw new JiraRefusal(known.length === 0 ? 404 : 405, [`No ${call.method} ${call.path} here.`]);
  const parts = route.pattern.exec(call.path)?.slice(1).map(decodeURIComponent) ?? [];
  return { endpoint: route.endpoint, parts };
}
