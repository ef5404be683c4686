import { plusSeconds } from '#domain/values/instant.ts';
import { alice, arn, at, call, evidence, healed, members, prod, shop } from './figures.ts';
import type { Story } from './story.ts';

const names = new Map([
  [prod, 'prod'],
  [shop, 'shop'],
]);

const accepted: Story = {
  slug: 'accepted',
  title: 'Accepted as known, and raised again when that runs out',
  about: 'The whitelist ends a ticket quietly; its expiry begins a new one.',
  names,
  moments: [
    { name: 'told', at: at('03:12:10'), members: members(), calls: [call()] },
    {
      name: 'it is accepted',
      at: at('09:00:00'),
      members: members({
        state: 'whitelisted',
        exemptBecause: 'Sandbox, closes in December',
        exemptBy: 'dana',
      }),
      calls: [call()],
    },
  ],
};

const jane = 'jane (U012AB3CD)';
const onIt = { id: 'on-it-u012ab3cd', kind: 'on-it', at: at('03:13:02'), by: jane } as const;
const wasNotMe = {
  id: 'was-not-me-u0alice',
  kind: 'was-not-me',
  at: at('03:14:40'),
  by: 'alice (U0ALICE)',
} as const;
const recheck = { id: 'recheck-u012ab3cd-1', kind: 'recheck', at: at('03:19:20'), by: jane } as const;
const second = {
  coveredBy: [arn('arn:aws:cloudtrail:eu-west-1:111122223333:trail/second')],
  left: 'own',
  coveredSince: plusSeconds(at('03:12:08'), -20 * 24 * 3600),
} as const;
/** Told although another trail of the account's own still records: what a button may accept. */
const lesser = { severity: 'medium', peak: 'medium', evidence: { ...evidence, ...second } } as const;

/** A session whose role Identity Center made: its name is the person's address, and the person is asked. */
const roleArn = `arn:aws:iam::${prod}:role/aws-reserved/sso.amazonaws.com/${alice.role}`;
const byAlice = call({ actor: { ...alice, roleArn } });

const answered: Story = {
  slug: 'answered',
  title: 'People answer by buttons, and take the ticket',
  about: 'Who is on it, whether it was the person behind the call, and whose ticket it is.',
  names,
  hasButtons: true,
  moments: [
    { name: 'told, with buttons', at: at('03:12:10'), members: members(lesser), calls: [byAlice] },
    {
      name: 'one is on it, the person behind the call says no, and the ticket is taken',
      at: at('03:19:30'),
      members: members(lesser),
      calls: [byAlice],
      answers: [onIt, wasNotMe, recheck],
      assignee: 'Dana Fixer',
    },
  ],
};

const acceptedByButton: Story = {
  slug: 'accepted-by-button',
  title: 'Accepted by a button, with reason and end',
  about: 'Only people who are configured may; the buttons go, the ticket is done.',
  names,
  hasButtons: true,
  moments: [
    { name: 'told, with buttons', at: at('03:12:10'), members: members(lesser), calls: [byAlice] },
    {
      name: 'it is accepted',
      at: at('09:00:00'),
      members: members({
        ...lesser,
        state: 'whitelisted',
        exemptBecause: 'The second trail replaces it; it goes on Friday',
        exemptBy: jane,
        exemptUntil: at('23:00:00'),
      }),
      calls: [byAlice],
      answers: [
        {
          ...onIt,
          id: 'accepted-u012ab3cd-1',
          kind: 'accepted',
          at: at('08:59:58'),
          text: 'The second trail replaces it; it goes on Friday',
        },
      ],
    },
  ],
};

const expired: Story = {
  slug: 'acceptance-ran-out',
  title: 'An exemption has run out',
  about: 'It still stands, so it is raised again.',
  names,
  returns: true,
  moments: [
    {
      name: 'told',
      at: at('09:00:10'),
      members: members({ wasExempt: true, openedAt: at('09:00:00'), causedBy: undefined }),
    },
  ],
};

const left: Story = {
  slug: 'account-left',
  title: 'The account leaves the organization while it is blind',
  about: 'No longer followed, and its repair was not seen.',
  names,
  moments: [
    { name: 'told', at: at('03:12:10'), members: members(), calls: [call()] },
    {
      name: 'the account is gone',
      at: at('11:00:00'),
      members: members({ closed: { at: at('11:00:00'), because: 'account-left' } }),
      calls: [call()],
    },
  ],
};

const closedByHand: Story = {
  slug: 'closed-too-early',
  title: 'A person closes the ticket while the trouble lasts',
  about: 'One comment, no fight.',
  names,
  destinations: () => [
    { channel: 'slack', to: 'nobody-by-that-name' },
    { channel: 'jira', project: 'AWSSEC', assignee: 'Somebody Who Left' },
  ],
  moments: [
    { name: 'told', at: at('03:12:10'), members: members(), calls: [call()] },
    {
      name: 'the ticket was closed, and more is affected',
      at: at('04:00:00'),
      meanwhile: ({ jira }) => {
        const [ticket] = jira.issues;
        if (ticket) ticket.status = 'Done';
      },
      members: [...members(), ...members({}, { of: shop })],
      calls: [call()],
    },
    {
      name: 'over',
      at: at('04:30:00'),
      members: [
        ...members({ ...healed, until: at('04:29:00'), resolvedAt: at('04:29:02') }),
        ...members({ ...healed, until: at('04:29:00'), resolvedAt: at('04:29:02') }, { of: shop }),
      ],
      calls: [call()],
    },
  ],
};

/** Stories about incidents that end otherwise than by repair. */
export const outcomeStories: readonly Story[] = [
  answered,
  accepted,
  acceptedByButton,
  expired,
  left,
  closedByHand,
];
