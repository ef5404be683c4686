import { at, call, healed, members, prod, shop } from './figures.ts';
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
export const outcomeStories: readonly Story[] = [accepted, expired, left, closedByHand];
