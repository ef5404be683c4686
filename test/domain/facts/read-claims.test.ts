import { describe, expect, test } from 'vitest';
import { readClaims } from '#domain/facts/read-claims.ts';
import { account, arn } from '#test/given/incidents.ts';
import { after, call, logging, memory, observation, prod, remembered } from '#test/given/looks.ts';

const owner = account('999999999999');
const arnOf = (of: typeof prod, where: string, name = 'main') =>
  arn(`arn:aws:cloudtrail:${where}:${of}:trail/${name}`);
const seen = (...arns: ReturnType<typeof arnOf>[]) =>
  observation(arns.map((one) => logging('main', {}, { arn: one })));
const named = (where = 'eu-west-1', accountId: string = prod) =>
  call('StopLogging', after(-5), undefined, {
    trail: { kind: 'name', name: 'main' },
    region: where,
    accountId,
  });
const meant = (...given: Parameters<typeof readClaims>) => readClaims(...given)[0]?.trail;

describe('a trail that a call names by its name alone', () => {
  test('is the one that is seen, whoever owns it, whose home is where the call was made', () => {
    const sights = seen(
      arnOf(prod, 'eu-west-1', 'other'),
      arnOf(prod, 'us-east-1'),
      arnOf(owner, 'eu-west-1'),
    );
    expect(meant([named()], sights, undefined)).toBe(arnOf(owner, 'eu-west-1'));
  });

  test('is one that is remembered, where none is seen', () => {
    const gone = memory(remembered(logging('main', {}, { arn: arnOf(owner, 'eu-west-1') })));
    expect(meant([named()], seen(), gone)).toBe(arnOf(owner, 'eu-west-1'));
    expect(meant([named()], observation('unreadable'), gone)).toBe(arnOf(owner, 'eu-west-1'));
  });

  test('is else the one of the caller, in the partition of the Region', () => {
    expect(meant([named()], seen(arnOf(owner, 'us-east-1')), undefined)).toBe(arnOf(prod, 'eu-west-1'));
    expect(meant([named('cn-north-1')], seen(), undefined)).toBe(
      `arn:aws-cn:cloudtrail:cn-north-1:${prod}:trail/main`,
    );
  });

  test('is not known of an account or Region that is none', () => {
    expect(meant([named('nowhere')], seen(), undefined)).toBeUndefined();
    expect(meant([named('eu-west-1', 'x')], seen(), undefined)).toBeUndefined();
  });

  test('is the one of an ARN, whatever is seen', () => {
    const exact = call('StopLogging', after(-5), undefined, {
      trail: { kind: 'arn', arn: arnOf(owner, 'us-east-1') },
    });
    expect(meant([exact], seen(arnOf(prod, 'eu-west-1')), undefined)).toBe(arnOf(owner, 'us-east-1'));
  });
});
