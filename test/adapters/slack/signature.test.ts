import { describe, expect, it } from 'vitest';
import { isSigned, signatureOf } from '#adapters/slack/signature.ts';

// The example of Slack's own documentation (docs.slack.dev, verifying requests from Slack).
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const timestamp = '1531420618';
const body = Buffer.from(
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
);
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const now = Number(timestamp) * 1000;
const request = { timestamp, signature, body };

describe('a request', () => {
  it('of the documentation is taken, within five minutes to either side', () => {
    expect(signatureOf(secret, timestamp, body)).toBe(signature);
    for (const late of [-300_000, 0, 300_000]) expect(isSigned(request, secret, now + late)).toBe(true);
  });

  it.each<[string, Partial<typeof request>, number]>([
    ['late by a second', {}, now + 301_000],
    ['of the future', {}, now - 301_000],
    ['with another body', { body: Buffer.concat([body, Buffer.from(' ')]) }, now],
    ['with another time', { timestamp: '1531420619' }, now],
    ['without a time', { timestamp: '' }, now],
    ['with a time that is no number', { timestamp: '1531420618x' }, now],
    ['without a signature', { signature: '' }, now],
    ['with a part of the signature', { signature: signature.slice(0, -1) }, now],
    ['with a signature in capitals', { signature: signature.toUpperCase() }, now],
    ['of another version', { signature: signature.replace('v0', 'v1') }, now],
  ])('%s is refused', (_, changes, at) => {
    expect(isSigned({ ...request, ...changes }, secret, at)).toBe(false);
  });

  it('is refused while there is no secret, and with another one', () => {
    for (const other of ['', 'x', `${secret} `]) expect(isSigned(request, other, now)).toBe(false);
    const empty = { timestamp, signature: signatureOf('', timestamp, body), body };
    expect(isSigned(empty, '', now)).toBe(false);
  });
});
