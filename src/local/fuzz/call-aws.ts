import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';

/** A refusal of AWS in the form in which the SDK throws it. */
export class AwsRefusal extends Error {
  readonly $fault = 'client';
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

/** The caller's access key and the Region that is called. */
export interface Desk {
  readonly accessKeyId: string;
  readonly region: string;
}

/** The calls of one process to the simulated organization, without sockets: a sequence makes thousands. */
export interface AwsCalls {
  /** AWS JSON 1.1; the answer's moments are dates, as the SDK has them. */
  json(desk: Desk, action: `${string}:${string}`, parameters?: object): Promise<unknown>;
  /** The query protocol; answers XML. */
  query(
    desk: Desk,
    action: `${string}:${string}`,
    parameters: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** S3's REST, such as `PUT policy`; answers XML or the policy's JSON. */
  s3(desk: Desk, what: string, bucket: string, more?: S3More): Promise<string>;
}

/** The body and the expected owner of a call to S3, or the prefix of a list. */
export interface S3More {
  readonly body?: string;
  readonly owner?: string;
  readonly prefix?: string;
}

const moments = /^(?:Start|Stop)LoggingTime$|^Latest\w*DeliveryTime$|^LatestNotificationTime$|^DeletionDate$/;

function withDates(name: string, value: unknown): unknown {
  return moments.test(name) && typeof value === 'number' ? new Date(value * 1000) : value;
}

const codeIn = (headers: Readonly<Record<string, string>>, text: string): string =>
  headers['x-amzn-errortype'] ?? /<Code>([^<]+)</.exec(text)?.[1] ?? 'Unknown';

type Answer = SimulatedOrganization['answer'];

function sending(answer: Answer) {
  return async (desk: Desk, service: string, request: Partial<Parameters<Answer>[0]>) => {
    const empty = {
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    };
    const reply = await answer({ ...empty, ...request, service, ...desk });
    const text = String(reply.body);
    if (reply.status < 300) return text;
    throw new AwsRefusal(codeIn(reply.headers, text), text.slice(0, 200));
  };
}

/** The calls to an organization. Throws AwsRefusal when AWS refuses one. */
export function awsCalls({ answer }: Pick<SimulatedOrganization, 'answer'>): AwsCalls {
  const send = sending(answer);
  return {
    async json(desk, action, parameters = {}) {
      const [service = '', operation = ''] = action.split(':');
      const rest = service === 'account' && {
        path: `/${operation.charAt(0).toLowerCase()}${operation.slice(1)}`,
      };
      const body = Buffer.from(JSON.stringify(parameters));
      const headers = { 'x-amz-target': `Local.${operation}` };
      return JSON.parse(await send(desk, service, { headers, body, ...rest }), withDates) as unknown;
    },
    query(desk, action, parameters) {
      const [service = '', Action = ''] = action.split(':');
      const body = Buffer.from(new URLSearchParams({ Action, ...parameters }).toString());
      return send(desk, service, { body });
    },
    s3(desk, what, bucket, { body = '', owner, prefix } = {}) {
      const [method = 'GET', subresource = ''] = what.split(' ');
      const query = new URLSearchParams(prefix === undefined ? undefined : { prefix });
      if (subresource !== '') query.set(subresource, '');
      const headers = {
        host: 's3.local',
        ...(owner !== undefined && { 'x-amz-expected-bucket-owner': owner }),
      };
      return send(desk, 's3', { method, path: `/${bucket}`, query, headers, body: Buffer.from(body) });
    },
  };
}
