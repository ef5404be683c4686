import type { Documents } from './config.ts';
import type { DocumentName, Fault, Path } from './fault.ts';
import { printFound } from './fault.ts';

/** Names of channels and ids of channels and people (Slack API, conversations). */
const channel = /^#[\p{Ll}\p{Lo}\p{N}_.-]{1,80}$/u;
const id = /^[CDGUW][A-Z0-9]{6,}$/;

interface Named {
  readonly file: DocumentName;
  readonly path: Path;
  readonly name: string;
  /** People may be named, too. */
  readonly people: boolean;
}

function ownersIn({ owners }: Pick<Documents, 'owners'>): readonly Named[] {
  const named = (path: Path, owner: string | readonly string[]): readonly Named[] => {
    const list =
      typeof owner === 'string'
        ? [[path, owner] as const]
        : owner.map((name, at) => [[...path, at], name] as const);
    return list.map(([where, name]) => ({ file: 'ticket_owners.json', path: where, name, people: true }));
  };
  const single = Object.entries(owners.account).flatMap(([account, { slack_owner: owner }]) =>
    named(['account', account, 'slack_owner'], owner),
  );
  return [...named(['slack_owner'], owners.slack_owner), ...single];
}

function channelsIn({ main }: Pick<Documents, 'main'>): readonly Named[] {
  const { default_channel: standard = '', channels } = main.slack;
  const named = (path: Path, name: string): Named => ({ file: 'config.json', path, name, people: false });
  return [
    named(['slack', 'default_channel'], standard),
    ...Object.keys(channels).map((name) => named(['slack', 'channels', name], name)),
  ];
}

/** What is wrong with a name that Slack will not find, and what to write: expected and remedy. */
function wrongName(text: string, people: boolean): readonly [expected: string, remedy: string] | undefined {
  const name = text.trim();
  if (name === '' || channel.test(name) || id.test(name)) return undefined;
  if (/[,;]/.test(name))
    return ['one channel or person, or a list of them', 'Write a list: ["#one", "#two"].'];
  const bare = name.replace(/^[#@]+\s*/, '');
  const asChannel = `#${bare.toLowerCase().replaceAll(/\s+/g, '-')}`;
  if (name.startsWith('@')) return ['a name without @', `Write "${people ? bare : asChannel}".`];
  if (name.startsWith('#'))
    return ['a channel as Slack names them: lower case, without spaces', `Write "${asChannel}".`];
  return people ? undefined : ['a channel, with # before its name', `Write "${asChannel}".`];
}

/** Channels and people under names by which Slack does not find them. */
export function checkSlackNames(documents: Pick<Documents, 'main' | 'owners'>): readonly Fault[] {
  return [...channelsIn(documents), ...ownersIn(documents)].flatMap(({ file, path, name, people }) => {
    const wrong = wrongName(name, people);
    if (wrong === undefined) return [];
    const [expected, remedy] = wrong;
    return [{ file, path, found: printFound(name), expected, remedy }];
  });
}
