import type { Announcement } from '#domain/announcements/announcement.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseInstant } from '#domain/values/instant.ts';

const stopped = parseInstant('2026-11-21T12:00:08Z');
const noticed = parseInstant('2026-11-21T12:00:09Z');
const incident = parseIncidentId('stopped-org-trail-20261121');
if (stopped === undefined || noticed === undefined || incident === undefined) throw new Error('bad fixture');

/** The announcement of a stopped trail in a production account; `changes` make it something else. */
export function stoppedTrail(changes: Partial<Announcement> = {}): Announcement {
  return { ...stoppedTrailNow, ...changes };
}

const stoppedTrailNow: Announcement = {
  incident,
  status: 'open',
  severity: 'critical',
  headline: 'CloudTrail logging is off in prod (111122223333): trail org-audit was stopped',
  loss: [
    [
      { kind: 'text', text: 'Management events of account prod in 17 Regions have not been recorded since ' },
      { kind: 'time', at: stopped },
      { kind: 'text', text: '.' },
    ],
  ],
  details: [
    {
      label: 'Trail',
      value: [{ kind: 'code', text: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-audit' }],
    },
  ],
  references: [{ label: 'Incident', value: [{ kind: 'code', text: 'i-1' }] }],
  facts: [
    {
      label: 'Who',
      value: [
        { kind: 'strong', text: 'dave@example.com' },
        { kind: 'text', text: ' as role Admin, from 203.0.113.7, with MFA, with ' },
        { kind: 'code', text: 'aws-cli/2.31.0' },
      ],
    },
    { label: 'What', value: [{ kind: 'code', text: 'StopLogging' }] },
    {
      label: 'When',
      value: [
        { kind: 'time', at: stopped },
        { kind: 'text', text: ', detected 1 second later' },
      ],
    },
  ],
  affected: [
    { account: 'prod (111122223333)', regions: '17 Regions', state: 'nothing is recorded' },
    { account: 'staging (222233334444)', regions: 'eu-west-1, us-east-1', state: 'nothing is recorded' },
  ],
  affectedLeftOut: 0,
  remedy: {
    words: [{ kind: 'text', text: 'Start logging again, and ask dave@example.com why it was stopped:' }],
    command:
      'aws cloudtrail start-logging --region eu-west-1 --name arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-audit',
  },
  links: [
    {
      text: 'The event in CloudTrail',
      url: 'https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/4f3c',
    },
    {
      text: 'The trail',
      url: 'https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/trails/org-audit',
    },
  ],
  notes: [[{ kind: 'text', text: 'One account could not be read: audit (333344445555).' }]],
  milestones: [],
  labels: ['logging-stopped'],
  done: false,
};
