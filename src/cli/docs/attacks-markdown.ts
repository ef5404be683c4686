import type { Blinding, OtherAttack, PlayedAttack } from '#local/attacks/attack.ts';

const paces = {
  seconds: 'within seconds',
  looks: 'within five minutes, in the message that told of the first call within seconds',
  minutes: 'at the next delivery attempts of CloudTrail, 5 to 15 minutes later',
} as const;

function told({ says, pace, rules }: PlayedAttack): string {
  if (says === undefined) {
    return rules.length > 0
      ? 'no message: kept, in the daily report'
      : 'no message: looked at, and nothing is harmed';
  }
  return `“${says.replace(/ in [\w-]+ \(\d{12}\).*$/, '')}”, ${paces[pace]}`;
}

const soonest = {
  seconds: 'seconds',
  minutes: 'three to seven minutes',
  hour: 'an hour',
} as const;

function blindingRows(blindings: readonly Blinding[]): readonly string[] {
  return blindings.map(
    ({ title, calls, then, toldBy, within }) =>
      `| ${title} | ${calls} | ${then} | ${toldBy} | ${soonest[within]} |`,
  );
}

/** The page docs/attacks.md: which attacks on CloudTrail's logging are seen, by what, how soon, and which are not. */
export function attacksMarkdown(
  played: readonly PlayedAttack[],
  blindings: readonly Blinding[],
  others: readonly OtherAttack[],
): string {
  const rows = played.map((attack) => {
    const rules = attack.rules.map((rule) => `[\`${rule}\`](rules.md#${rule})`).join(', ');
    return `| ${attack.title} | ${attack.calls} | ${told(attack)} | ${rules} |`;
  });
  const rest = others.map(({ title, calls, answer, how }) => `| ${title} | ${calls} | ${answer} | ${how} |`);
  return `${introduction}

## Played in the tests

| attack | API calls | what the detector says, and when | rules |
| --- | --- | --- | --- |
${rows.join('\n')}

## After the guard was blinded

${blinded}

| what is done to the guard | API calls | then | told by | within |
| --- | --- | --- | --- | --- |
${blindingRows(blindings).join('\n')}

## All others

${legend}

| attack | API calls | seen? | how |
| --- | --- | --- | --- |
${rest.join('\n')}
`;
}

const blinded = `An attacker who knows Trailwarden takes a part of it away first. Each of these is played by
\`test/journeys/blinding.long.test.ts\`, by an administrator of one account unless the calls say otherwise: the part is told of
within the time in the last column, and the trail that is attacked right afterwards within the same hour. EventBridge
matches an event when it arrives, so a rule does not report its own end.`;

const introduction = `# Attacks

Generated from \`src/local/attacks/attack-stories.ts\`, \`src/local/attacks/blinding-stories.ts\` and
\`src/local/attacks/other-attacks.ts\`; do not edit it by hand. Renew it with \`npx vitest run test/events/attacks-docs.test.ts --update\`.

How logging is attacked, by what is known of public reports and tools (MITRE ATT&CK T1562.008, since version 19 T1685.002).
What stands in the first table is played from the API call to the message in Slack by \`test/journeys/attacks.long.test.ts\`,
against the packaged functions in the local cloud; a day of ordinary life in the same accounts makes no sound before.
*Within seconds* is about one on its own (\`npm run bench -- latency\`); when all are played at once on a busy machine, it is
held to come before the next delivery attempt at least.`;

const legend = `*Seen* is told at the event. *Sweep* is found by the daily look at every account, and by the looks at what is open.
*Not yet* could be seen and is not. *Cannot be seen* leaves no trace that Trailwarden could read.`;
