import type { Actor } from '#domain/facts/actor.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { account, at, call, evidence, members, prod, shop } from './figures.ts';
import type { Story } from './story.ts';

const markup =
  '<!channel> *free* <https://evil.example|reset your password> {panel} [~accountid:1] `rm -rf /` \n# heading';
const rightToLeft = 'חשבון ייצור \u202e\u2066txt.exe';
const emoji = '👩🏽‍🚀🔥 عملیات ПРОД 生产环境 한국';
const long = 'a-very-long-account-name-that-somebody-thought-would-be-helpful-'.repeat(4);

const people: readonly Actor[] = [
  { ...call().actor, person: markup, role: markup, sourceIp: '" onmouseover="alert(1)' },
  { kind: 'unknown', userAgent: `${long} <script>alert(1)</script>` },
  { ...call().actor, kind: 'saml', person: `${rightToLeft}@example.com`, mfa: true },
];

const hostile: Story = {
  slug: 'hostile-texts',
  title: 'Names that were chosen to hurt',
  about:
    'Markup, mentions, letters from right to left, emoji and endless names: shown as they are, and harmless.',
  names: new Map([
    [prod, markup],
    [shop, rightToLeft],
    [account('444455556666'), emoji],
    [account('555566667777'), long],
  ]),
  moments: [
    {
      name: 'told',
      at: at('03:12:14'),
      members: [prod, shop, account('444455556666'), account('555566667777')].flatMap((of, index) =>
        members(
          { causedBy: `e-${index % 3}`, evidence: { ...evidence, trailName: index === 0 ? markup : 'main' } },
          { of },
        ),
      ),
      calls: people.map((actor, index) =>
        call({ eventId: `e-${index}`, actor, at: at(`03:12:0${index + 3}`) }),
      ),
    },
  ],
};

const missing: Story = {
  slug: 'missing-fields',
  title: 'An event that says next to nothing',
  about: 'No name, no address, no parameters: what is not known is not invented.',
  names: new Map(),
  moments: [
    {
      name: 'told',
      at: at('03:12:14'),
      members: members({
        subject: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/x' as TrailArn,
        evidence: {},
      }),
      calls: [call({ actor: { kind: 'unknown' }, eventId: 'e-1', region: 'unknown', at: undefined })],
    },
  ],
};

/** Stories with untrusted texts. */
export const hostileStories: readonly Story[] = [hostile, missing];
