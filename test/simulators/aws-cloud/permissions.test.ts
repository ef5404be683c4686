import { describe, expect, it } from 'vitest';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { member, memberEvent, withCloud } from './fixture.ts';

type Edit = (template: Template) => Template;

/** Takes one action out of every statement of a role, leaving an action that is never called. */
const withoutAction =
  (role: string, action: string): Edit =>
  (template) => {
    const text = JSON.stringify(template.Resources[role]).replaceAll(`"${action}"`, '"none:None"');
    return {
      ...template,
      Resources: { ...template.Resources, [role]: JSON.parse(text) as Template['Resources'][string] },
    };
  };
const without =
  (...logicalIds: string[]): Edit =>
  (template) => ({
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).filter(([id]) => !logicalIds.includes(id)),
    ),
  });

describe('a permission that is missing', () => {
  it('makes the call fail as in AWS, and the record says who may not do what', async () => {
    await withCloud({ templateEdit: withoutAction('KeepRole', 'dynamodb:PutItem') }, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'one' }), member);
      await cloud.settle();
      const [call] = cloud.calls.filter(({ operation }) => operation === 'PutItem');
      expect(call).toMatchObject({ status: 400, functionName: 'keep' });
      expect(call?.refused).toMatch(
        /^User: arn:aws:sts::999999999999:assumed-role\/fixture-test-KeepRole\/fixture-test-keep is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-west-1:999999999999:table\/fixture-test-Items/,
      );
      expect(
        cloud.functions
          .logs('keep')
          .map(({ text }) => text)
          .join('\n'),
      ).toContain('AccessDeniedException');
    });
  });

  it('of the mapping itself stops the start', async () => {
    const started = withCloud(
      { templateEdit: withoutAction('KeepRole', 'sqs:DeleteMessage') },
      async () => undefined,
    );
    await expect(started).rejects.toThrow(/KeepMapping.*sqs:DeleteMessage/);
  });

  it('in the queue policy keeps the rule from delivering', async () => {
    await withCloud({ templateEdit: without('EventsPolicy') }, async (cloud) => {
      cloud.deliver(memberEvent({ id: 'one' }), member);
      await cloud.settle();
      expect(cloud.undelivered).toMatchObject([
        { from: 'arn:aws:events:eu-west-1:999999999999:rule/central/fixture-test-Rule' },
      ]);
      expect(cloud.calls.some(({ operation }) => operation === 'PutItem')).toBe(false);
    });
  });

  it('in the bus policy refuses members outside the organization, and roles that are not the forwarding role or may not', async () => {
    await withCloud({ organizationId: 'o-somebodyelse' }, async (cloud) => {
      expect(cloud.deliver(memberEvent({ id: 'one' }), member)).toBe('refused');
    });
    const bus = 'arn:aws:events:eu-west-1:999999999999:event-bus/another';
    await withCloud({ forwardingRoleMay: (_action, resource) => resource === bus }, async (cloud) => {
      expect(cloud.deliver(memberEvent({ id: 'one' }), member)).toBe('refused');
      expect(cloud.calls.at(-1)?.refused).toContain('the role policy does not let');
    });
    await withCloud({ forwardingRole: 'anybody' }, async (cloud) => {
      expect(cloud.deliver(memberEvent({ id: 'one' }), member)).toBe('refused');
    });
  });
});

describe('what is not played', () => {
  it('an unknown property stops the start and is named', async () => {
    const templateEdit: Edit = (template) => {
      const events = template.Resources['Events'];
      if (events) events.Properties = { ...events.Properties, Magic: true };
      return template;
    };
    await expect(withCloud({ templateEdit }, async () => undefined)).rejects.toThrow(
      /Resources\.Events.*Magic/,
    );
  });

  it('an operation the gateway does not know is an error for the function, and recorded', async () => {
    const answer = async (): Promise<never> => Promise.reject(new Error('never asked'));
    const organization = { services: new Set(['sts']), answer };
    await withCloud({ organization }, async (cloud) => {
      const result = await cloud.invoke('tell', {
        ask: 'role',
        role: 'arn:aws:iam::111111111111:role/admin',
      });
      expect(result).toMatchObject({ ok: false, error: { errorType: 'AccessDenied' } });
      expect(cloud.calls.at(-1)).toMatchObject({ service: 'sts', operation: 'AssumeRole', status: 403 });
    });
  });

  it('passes an allowed AssumeRole on to the organization, with the name of the function’s session', async () => {
    const seen: (string | undefined)[] = [];
    const answer = async (call: { headers: Readonly<Record<string, string>> }) => {
      seen.push(call.headers['x-local-caller-arn']);
      const body =
        '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>MEMBER</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>';
      return { status: 200, headers: { 'content-type': 'text/xml' }, body };
    };
    await withCloud({ organization: { services: new Set(['sts']), answer } }, async (cloud) => {
      const result = await cloud.invoke('tell', {
        ask: 'role',
        role: 'arn:aws:iam::111111111111:role/reader',
      });
      expect(result).toEqual({ ok: true, payload: 'MEMBER' });
      expect(seen).toEqual([
        'arn:aws:sts::999999999999:assumed-role/fixture-test-TellRole/fixture-test-tell',
      ]);

      await cloud.invoke('tell', { ask: 'as role', role: 'arn:aws:iam::111111111111:role/reader' });
      // With the member role's key: not named by the gateway, but still known as this function's call.
      expect(seen.at(-1)).toBeUndefined();
      expect(cloud.calls.at(-1)).toMatchObject({
        operation: 'GetCallerIdentity',
        functionName: 'tell',
        principalArn: 'access key MEMBER',
      });
    });
  });

  it('gives the parameters it was started with, and only where the role may read', async () => {
    await withCloud({ parameters: { '/demo/token': 'secret', '/other': 'x' } }, async (cloud) => {
      expect(await cloud.invoke('tell', { ask: 'parameter', name: '/demo/token' })).toEqual({
        ok: true,
        payload: 'secret',
      });
      expect(await cloud.invoke('tell', { ask: 'parameter', name: '/other' })).toMatchObject({
        error: { errorType: 'AccessDeniedException' },
      });
      expect(await cloud.invoke('tell', { ask: 'parameter', name: '/demo/none' })).toMatchObject({
        error: { errorType: 'ParameterNotFound' },
      });
    });
  });
});
