import { describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import type { AnyResource, AnyTemplate } from './schema-check.ts';
import { schemaFaults } from './schema-check.ts';
import { compiled, compiledForOrganization, configured, organization } from './templates.ts';

describe('CloudFormation has nothing against', () => {
  test.each<[string, () => AnyTemplate]>([
    ['the compiled template', compiled],
    ['the compiled template of an organization', compiledForOrganization],
    ['the roles of members', () => memberRoles(organization)],
    ['the roles of members without Organizations', () => memberRoles(configured)],
    ['the rules of members', () => memberRules(organization)],
  ])('%s', (_, template) => {
    expect(schemaFaults(template())).toEqual([]);
  });

  test('what stack sets carry', () => {
    const bodies = Object.values(compiledForOrganization().Resources)
      .filter(({ Type }) => Type === 'AWS::CloudFormation::StackSet')
      .map(({ Properties }) => JSON.parse(String(Properties?.['TemplateBody'])) as AnyTemplate);
    expect(bodies).toHaveLength(2);
    expect(bodies.flatMap(schemaFaults)).toEqual([]);
  });
});

describe('the check finds', () => {
  const spoil = (change: (queue: AnyResource) => unknown, id = 'EventsQueue') => {
    const template = compiledForOrganization();
    const resource = template.Resources[id]!;
    Object.assign(resource, change(resource));
    return schemaFaults(template);
  };
  const withProperty = (name: string, value: unknown) => (resource: AnyResource) => ({
    Properties: { ...resource.Properties, [name]: value },
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      'a misspelt property',
      spoil(withProperty('VisibilityTimeOut', 1)),
      /VisibilityTimeOut: no such property/,
    ],
    [
      'a type that AWS does not have',
      spoil(() => ({ Type: 'AWS::SQS::Pipe' }), 'CentralBusPolicy'),
      /no resource type/,
    ],
    ['text for a number', spoil(withProperty('VisibilityTimeout', 'long')), /is no number/],
    [
      'an attribute that is none',
      spoil(withProperty('QueueName', { 'Fn::GetAtt': ['SlackQueue', 'Url'] })),
      /no attribute Url/,
    ],
    [
      'a reference to nothing',
      spoil(withProperty('QueueName', { Ref: 'Nowhere' })),
      /nothing is called Nowhere/,
    ],
    [
      'a dangling name in a text',
      spoil(withProperty('QueueName', { 'Fn::Sub': '${Nowhere}' })),
      /nothing is called Nowhere/,
    ],
    ['an order that cannot be kept', spoil(() => ({ DependsOn: 'Nowhere' })), /nothing is called Nowhere/],
    ['a condition nobody set', spoil(() => ({ Condition: 'Sometimes' })), /no condition Sometimes/],
    ['a missing property', spoil(() => ({ Properties: {} }), 'CentralBusPolicy'), /StatementId: is required/],
    ['a value out of the list', spoil(withProperty('CallAs', 'ROOT'), 'MemberRoles'), /is no value of/],
  ])('%s', (_, faults, words) => {
    expect(faults).toEqual([expect.stringMatching(words)]);
  });
});
