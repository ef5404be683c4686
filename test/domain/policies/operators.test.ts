import { describe, expect, it } from 'vitest';
import { addressOfAws, operatorOf } from '#domain/policies/operators.ts';
import type { SentValue } from '#domain/policies/operators.ts';

const truth = (name: string, wanted: string | readonly string[], sent: SentValue) =>
  operatorOf(name)?.([wanted].flat(), sent);
const noon = '2026-11-21T12:00:00Z';

describe('an operator that compares', () => {
  it.each([
    // The value that is sent is less than, equal to and greater than the wanted one.
    ['Equals', 'no yes no'],
    ['NotEquals', 'yes no yes'],
    ['LessThan', 'yes no no'],
    ['LessThanEquals', 'yes yes no'],
    ['GreaterThan', 'no no yes'],
    ['GreaterThanEquals', 'no yes yes'],
  ])('numbers and moments with %s', (name, expected) => {
    const numbers = ['9', '10', '11'].map((value) => truth(`Numeric${name}`, '10', value));
    expect(numbers.join(' ')).toBe(expected);
    const moments = ['2026-11-21T11:59:59Z', noon, '2026-11-21T12:00:01Z'];
    expect(moments.map((value) => truth(`Date${name}`, noon, value)).join(' ')).toBe(expected);
    const seconds = String(Date.parse(noon) / 1000);
    expect(moments.map((value) => truth(`Date${name}`, seconds, value)).join(' ')).toBe(expected);
  });

  it.each([
    ['a number that is none', 'NumericEquals', 'ten', '10'],
    ['a number that is empty', 'NumericEquals', ' ', '0'],
    ['a value that is no number', 'NumericEquals', '10', 'ten'],
    ['a moment that is none', 'DateLessThan', 'yesterday', noon],
    ['a value that is no moment', 'DateLessThan', noon, 'yesterday'],
    ['a variable', 'StringEquals', '${aws:username}', 'alice'],
    ['a boolean that is none', 'Bool', 'yes', 'true'],
    ['an ARN that is cut short', 'ArnEquals', 'arn:aws:s3*', 'arn:aws:s3:::logs'],
  ])('cannot tell with %s', (_, name, wanted, value) => {
    expect(truth(name, wanted, value)).toBe('maybe');
  });
});

describe('an operator for texts', () => {
  it.each([
    ['StringEquals', 'a', 'a', 'yes'],
    ['StringEquals', 'a', 'A', 'no'],
    ['StringNotEquals', 'a', 'A', 'yes'],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', 'yes'],
    ['StringNotEqualsIgnoreCase', 'aB', 'Ab', 'no'],
    ['StringLike', 'a*', 'abc', 'yes'],
    ['StringNotLike', 'a*', 'abc', 'no'],
    ['Bool', 'TRUE', 'true', 'yes'],
    ['Bool', 'false', 'true', 'no'],
    ['Bool', 'xtrue', 'true', 'maybe'],
    ['Bool', 'truex', 'true', 'maybe'],
    ['ArnLike', 'arn:aws:s3:::lo*', 'arn:aws:s3:::logs', 'yes'],
    ['ArnLike', 'arn:aws:s3:*', 'arn:aws:s3:::logs', 'maybe'],
    ['ArnEquals', 'arn:aws:kms*', 'arn:aws:s3:::logs', 'no'],
    ['ArnEquals', 'arn:aws:cloudtrail:*:1:trail/a:b', 'arn:aws:cloudtrail:eu-west-1:1:trail/a:b', 'yes'],
    ['ArnNotEquals', 'arn:aws:cloudtrail:*:1:trail/a', 'arn:aws:cloudtrail:eu-west-1:2:trail/a', 'yes'],
    ['ArnNotLike', 'arn:aws:s3:::logs', 'arn:aws:s3:::logs', 'no'],
  ])('%s %s with %s: %s', (name, wanted, value, expected) => {
    expect(truth(name, wanted, value)).toBe(expected);
  });

  it('is met by any of the wanted values', () => {
    expect(truth('StringEquals', ['a', 'b'], 'b')).toBe('yes');
    expect(truth('StringNotEquals', ['a', 'b'], 'b')).toBe('no');
    expect(truth('StringEquals', ['${x}', 'c'], 'b')).toBe('maybe');
  });
});

describe('an operator for addresses', () => {
  it.each([
    ['0.0.0.0/0', 'yes'],
    ['10.0.0.0/8', 'no'],
    ['10.0.0.0/7', 'maybe'],
    ['192.168.0.0/15', 'no'],
    ['172.16.0.0/12', 'no'],
    ['172.32.0.0/12', 'maybe'],
    ['203.0.113.0/16', 'no'],
    ['203.0.113.0/15', 'maybe'],
    ['203.0.113.7', 'no'],
    ['203.0.113.42/24', 'no'],
    ['203.0.113', 'maybe'],
    ['2001:db8::/32', 'maybe'],
    ['x203.0.113.7', 'maybe'],
    ['203.0.113.7/16x', 'maybe'],
  ])('%s of a call that AWS itself makes: %s', (wanted, expected) => {
    expect(truth('IpAddress', wanted, addressOfAws)).toBe(expected);
    const opposite = { yes: 'no', no: 'yes', maybe: 'maybe' }[expected];
    expect(truth('NotIpAddress', wanted, addressOfAws)).toBe(opposite);
  });

  it('cannot tell of another address', () => {
    expect(truth('IpAddress', '0.0.0.0/0', '203.0.113.7')).toBe('maybe');
  });
});

describe('a key that is absent', () => {
  it.each([
    ['StringEquals', 'no'],
    ['StringNotEquals', 'yes'],
    ['StringEqualsIfExists', 'yes'],
    ['StringNotEqualsIfExists', 'yes'],
    ['ForAnyValue:StringEquals', 'no'],
    ['ForAnyValue:StringEqualsIfExists', 'no'],
    ['ForAllValues:StringEquals', 'yes'],
  ])('meets %s: %s', (name, expected) => {
    expect(truth(name, 'a', undefined)).toBe(expected);
  });

  it.each([
    ['true', undefined, 'yes'],
    ['true', 'a', 'no'],
    ['false', undefined, 'no'],
    ['FALSE', 'a', 'yes'],
    ['perhaps', 'a', 'maybe'],
    ['xfalse', 'a', 'maybe'],
    ['falsex', 'a', 'maybe'],
  ])('is asked for by Null %s', (wanted, sent, expected) => {
    expect(truth('Null', wanted, sent)).toBe(expected);
  });
});

describe('several values of a key', () => {
  it.each([
    ['ForAnyValue:StringEquals', ['a', 'x'], 'yes'],
    ['ForAnyValue:StringEquals', ['x', 'y'], 'no'],
    ['ForAllValues:StringEquals', ['a', 'x'], 'no'],
    ['ForAllValues:StringEquals', ['a', 'a'], 'yes'],
    ['StringEquals', ['a', 'a'], 'maybe'],
    ['StringEquals', ['a'], 'yes'],
  ])('%s of %j: %s', (name, sent, expected) => {
    expect(truth(name, 'a', sent)).toBe(expected);
  });

  it('are compared by no operator that is not known', () => {
    for (const name of [
      'BinaryEquals',
      'ForSomeValues:StringEquals',
      'stringequals',
      '',
      'XForAnyValue:Bool',
    ])
      expect(operatorOf(name)).toBeUndefined();
  });
});
