import type { HttpAnswer } from '#simulators/stand-in/server.ts';
import type { JiraCall } from './call.ts';
import type { Site } from './site.ts';

/** The handler of one endpoint; `parts` are the variable parts of its path. Throws a `JiraRefusal` to refuse. */
export type Endpoint = (site: Site, call: JiraCall, parts: readonly string[]) => HttpAnswer;
