import * as z from 'zod';
import { configSection, Text, textLike } from './values.ts';

const owner = z.union([Text, z.array(Text)], {
  error: 'a Slack channel ("#name") or user, or a list of them; "" for none',
});

const owners = {
  jira_project: textLike(/^([A-Z][A-Z0-9_]+)?$/, 'a Jira project key such as "AWSSEC", or "" for none')
    .default('')
    .describe('The project that gets the ticket.'),
  jira_owner: Text.default('').describe('Who the ticket is assigned to.'),
  jira_parent_ticket: textLike(
    /^([A-Z][A-Z0-9_]+-\d+)?$/,
    'a Jira ticket such as "AWSSEC-1234", or "" for none',
  )
    .default('')
    .describe('The ticket that new tickets are linked to.'),
  slack_owner: owner
    .default('')
    .describe('Slack channels (#name) and people that are told: user name, full name, e-mail address or id.'),
};

/** Who is told; an empty string means not set here. */
export const Owners = configSection(owners);
/** Who is told; an empty string means not set here. */
export type Owners = z.infer<typeof Owners>;

/** ticket_owners.json: the global owners, and owners of single accounts, which take precedence. */
export const OwnersDocument = configSection({
  $schema: Text.optional(),
  account: z
    .record(z.string(), Owners, { error: 'an object: account id to its owners' })
    .default({})
    .describe('Owners of single accounts; what is empty here is taken from the global ones.'),
  ...owners,
});
/** ticket_owners.json, parsed. */
export type OwnersDocument = z.infer<typeof OwnersDocument>;
