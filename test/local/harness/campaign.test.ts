import { expect, it } from 'vitest';
import { namedPoints, strikesAgainst } from '#local/harness/campaign.ts';
import { harms } from '#local/harness/point.ts';

const harmsOf = (call: string, nth = 1) =>
  strikesAgainst([{ call, nth, cold: false }]).map(({ harm }) => harm);

it.each([
  'evaluate dynamodb:PutItem state',
  'publishMilestones events:PutEvents incidents',
  'reportToSlack slack:chat.postMessage',
  'reportToJira jira:POST /rest/api/3/issue',
  'reportToJira sqs:SendMessage queue',
])('%s changes something, so it is struck in every way', (call) => {
  expect(harmsOf(call)).toEqual(harms);
});

it.each([
  'reconcileDay dynamodb:Scan issues',
  'evaluate dynamodb:Query state',
  'reconcileDay sqs:GetQueueAttributes letters',
  'reportToJira jira:GET /rest/api/3/myself',
  'reportToJira jira:POST /rest/api/3/search/jql',
  'reportToSlack slack:conversations.history',
])('%s only reads, so before and after are the same', (call) => {
  expect(harmsOf(call)).toEqual(['killed before', 'answer lost']);
  expect(harmsOf(call, 2)).toEqual(['killed before']);
});

it('a part of a name selects calls, in small or capital letters', () => {
  const calls = [
    'publishMilestones events:PutEvents incidents',
    'reportToJira sqs:SendMessage MilestonesQueue',
    'evaluate dynamodb:Query state',
  ];
  const points = calls.map((call) => ({ call, nth: 1, cold: false }));
  const named = (part: string) => namedPoints(points, part).map(({ call }) => calls.indexOf(call));
  expect(named('milestones')).toEqual([0, 1]);
  expect(named('publishMilestones ')).toEqual([0]);
  expect(named('')).toEqual([0, 1, 2]);
  expect(named('scan')).toEqual([]);
});
