import { getIssue } from 'jira.js/cloud';
import { severities, type Severity } from '#domain/findings/finding.ts';
import { propertyKey, type Session } from './session.ts';

/** Data that Trailwarden stores in a property of its ticket. */
export interface TicketProperty {
  readonly marker?: string | undefined;
  /** The severity from which the priority was last set. */
  readonly severity?: Severity | undefined;
  /** The due date that Trailwarden set last; a person may have changed it since. */
  readonly due?: string | undefined;
  /** Tickets that are still to be linked. */
  readonly toLink: readonly string[];
}

/** A ticket as it is now. */
export interface TicketState {
  /** Whether its status belongs to the category done. */
  readonly done: boolean;
  readonly priority: string | undefined;
  readonly property: TicketProperty;
}

/** Reads a ticket's status, priority and Trailwarden's property. Throws `JiraError`. */
export async function readTicket({ client }: Session, key: string): Promise<TicketState> {
  const issue = await getIssue(client, {
    issueIdOrKey: key,
    fields: ['status', 'priority'],
    properties: [propertyKey],
  });
  return {
    done:
      text(ownProperty(ownProperty(ownProperty(issue.fields, 'status'), 'statusCategory'), 'key')) === 'done',
    priority: text(ownProperty(ownProperty(issue.fields, 'priority'), 'name')),
    property: readProperty(ownProperty(issue.properties, propertyKey)),
  };
}

/** The own property `name` of `value`; undefined when `value` is no object or lacks it. */
export function ownProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** Trailwarden's data in the value of its property; fields of another shape are absent. */
export function readProperty(value: unknown): TicketProperty {
  const toLink = ownProperty(value, 'toLink');
  return {
    marker: text(ownProperty(value, 'marker')),
    severity: severities.find((severity) => severity === ownProperty(value, 'severity')),
    due: text(ownProperty(value, 'due')),
    toLink: Array.isArray(toLink) ? toLink.flatMap((one) => text(one) ?? []) : [],
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
