import { linkIssues } from 'jira.js/cloud';
import type { Session } from './session.ts';
import { fieldErrors } from './refusals.ts';
import { JiraError } from './transport.ts';

/** The result of linking: remarks for people, and keys to retry. */
export interface Linked {
  readonly remarks: readonly string[];
  readonly again: readonly string[];
}

/** Links the ticket to others. Idempotent: Jira accepts a link that exists already. Refusals are returned, not thrown. */
export async function linkTicket(session: Session, key: string, others: readonly string[]): Promise<Linked> {
  const outcomes = await Promise.all(others.map((other) => linkOne(session, key, other)));
  return {
    remarks: outcomes.flatMap(({ remark }) => remark ?? []),
    again: others.filter((_, index) => outcomes[index]?.again === true),
  };
}

async function linkOne(
  { client, options: { linkType } }: Session,
  key: string,
  other: string,
): Promise<{ readonly remark?: string; readonly again?: boolean }> {
  try {
    await linkIssues(client, {
      type: { name: linkType },
      inwardIssue: { key },
      outwardIssue: { key: other },
    });
    return {};
  } catch (error) {
    if (!(error instanceof JiraError)) throw error;
    if (error.fault.kind !== 'answered') return { again: true };
    const { status, body } = error.fault;
    // 401 is about the credentials, which a person renews; the ticket itself is told of it by no remark.
    if (status === 401 || status === 429 || status >= 500) return { again: true };
    return { remark: `This ticket is not linked to ${other}: ${reason(status, body, linkType)}.` };
  }
}

function reason(status: number, body: unknown, linkType: string): string {
  const words = fieldErrors(body).errorMessages.join(' ');
  if (/link type/i.test(words))
    return `Jira has no link type "${linkType}" (see jira.link_type in config.json)`;
  if (status === 404) return "that ticket does not exist, or Trailwarden's user may not see it";
  if (status === 403) return `Trailwarden's user lacks the permission "Link issues"`;
  return words === '' ? `Jira answered ${String(status)}` : words;
}
