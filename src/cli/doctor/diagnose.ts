import { plain, utc } from '#domain/announcements/wording.ts';
import { costsLine } from './costs.ts';
import type { DoctorFacts } from './facts.ts';
import { jiraTroubles, secretTroubles, slackTroubles } from './diagnose-channels.ts';
import { heartbeatTroubles, partsTroubles, sweepTroubles } from './diagnose-accounts.ts';
import type { Trouble } from './trouble.ts';
import { trouble } from './trouble.ts';

function ofMachine({ node, awsCli }: DoctorFacts): readonly Trouble[] {
  const [major = 0] = node.replace('v', '').split('.').map(Number);
  return [
    ...(major >= 22 ? [] : [trouble('wrong', `Node is ${node}`, 'Install Node 24.')]),
    ...(awsCli === undefined
      ? [trouble('note', 'The AWS CLI is not installed', 'Printed commands need it: install version 2.')]
      : /^1\./.test(awsCli)
        ? [
            trouble(
              'note',
              `The AWS CLI is version ${awsCli}`,
              'Printed commands are for version 2: install that.',
            ),
          ]
        : []),
  ];
}

function ofVersions({ versions, stage }: DoctorFacts): readonly Trouble[] {
  const { deployed, own } = versions;
  if (deployed === own) return [];
  const remedy = `Deploy what this tool is of (npx serverless deploy --stage ${stage}), or use the tool of that version.`;
  const is = deployed === undefined ? 'an earlier version than' : `version ${deployed}, and this tool is`;
  return [trouble('note', `What is deployed is ${is} ${own}`, remedy)];
}

function ofAlarms({ alarms }: DoctorFacts): readonly Trouble[] {
  if (alarms.kind === 'failed')
    return [
      trouble('note', `The alarms could not be read: ${alarms.why}`, 'Allow cloudwatch:DescribeAlarms.'),
    ];
  return alarms.value.map(({ name, description, since }) => {
    const from = since === undefined ? '' : ` since ${utc(since)}`;
    return trouble(
      'wrong',
      `The alarm ${plain(name, 120)} is on${from}: ${plain(description, 200).replace(/\.$/, '')}`,
      'docs/operating.md, The alarms, has what to do first.',
    );
  });
}

function ofCosts({ costs }: DoctorFacts): readonly Trouble[] {
  if (costs === undefined) return [];
  if (costs.kind === 'answer') return [costsLine(costs.value)];
  return [trouble('note', `The costs could not be read: ${costs.why}`, 'Allow cloudwatch:GetMetricData.')];
}

function ofConfig({ config, configWarnings }: DoctorFacts): readonly Trouble[] {
  return [
    ...(config.cloudtrails.enabled
      ? []
      : [trouble('broken', 'Detection is switched off', 'Set cloudtrails.enabled to true and deploy.')]),
    ...configWarnings.map((warning) =>
      trouble('note', warning.replace(/\.$/, ''), 'trailwarden config check has its place.'),
    ),
  ];
}

function ofCaller({ caller, config }: DoctorFacts): readonly Trouble[] {
  if (caller.kind === 'failed')
    return [trouble('broken', `AWS does not accept the credentials: ${caller.why}`, 'Sign in again.')];
  if (caller.value === config.mainAccountId) return [];
  return [
    trouble(
      'broken',
      `The credentials are of account ${caller.value ?? 'unknown'}, and Trailwarden runs in ${config.mainAccountId}`,
      'Use credentials of the central account (aws.main_account_id).',
    ),
  ];
}

function ofFunctions({ functions, stage, centre }: DoctorFacts): readonly Trouble[] {
  const missing = [...functions].filter(([, isThere]) => !isThere).map(([name]) => name);
  const redeploy = `npx serverless deploy --stage ${stage} --force`;
  const gone = missing.map((name) =>
    trouble('broken', `The function ${name} is not there`, `Deploy it: ${redeploy}.`),
  );
  if (centre.kind === 'failed')
    return [
      ...gone,
      trouble(
        'wrong',
        `Rules and queues of the centre could not be read: ${centre.why}`,
        'Use credentials that may read them (docs/operating.md, Prove an alert).',
      ),
    ];
  return [...gone, ...centre.value.map(({ what, remedy }) => trouble('broken', what, remedy))];
}

/** How many waiting messages are more than the functions work off in minutes. */
const manyWaiting = 1000;

function ofQueues({ queues }: DoctorFacts): readonly Trouble[] {
  if (queues.kind === 'failed')
    return [
      trouble('wrong', `The queues could not be read: ${queues.why}`, 'Use credentials that may read them.'),
    ];
  return queues.value.flatMap(({ name, waiting, isDeadLetters }) => {
    if (isDeadLetters && waiting > 0)
      return [
        trouble(
          'wrong',
          `${waiting} dead letters lie in ${name}`,
          'trailwarden dead-letters list says what they are; replay sends them back.',
        ),
      ];
    return !isDeadLetters && waiting > manyWaiting
      ? [
          trouble(
            'note',
            `${waiting} messages wait in ${name}`,
            'Its function is throttled or fails: docs/operating.md, Old.',
          ),
        ]
      : [];
  });
}

const order = ['broken', 'wrong', 'note'];

/** Everything that is not as it should be, worst first; each with its remedy. */
export function diagnose(facts: DoctorFacts): readonly Trouble[] {
  const all = [
    ...ofCaller(facts),
    ...ofConfig(facts),
    ...ofFunctions(facts),
    ...secretTroubles(facts),
    ...slackTroubles(facts),
    ...jiraTroubles(facts),
    ...partsTroubles(facts),
    ...heartbeatTroubles(facts),
    ...sweepTroubles(facts),
    ...ofQueues(facts),
    ...ofAlarms(facts),
    ...ofVersions(facts),
    ...ofCosts(facts),
    ...ofMachine(facts),
  ];
  return all.toSorted((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
}
