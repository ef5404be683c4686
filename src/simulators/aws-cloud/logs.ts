import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import { faultAnswer, jsonAnswer } from './answers.ts';
import type { Functions } from './functions.ts';
import { bodyOf } from './requests.ts';

/** Whether a line has the value that a pattern `{ $.name = "value" }` asks for; other patterns match nothing. */
function matches(pattern: string, text: string): boolean {
  const [, name, value] = /^\{ \$\.(\w+) = "([^"]*)" \}$/.exec(pattern) ?? [];
  if (name === undefined) return pattern === '';
  try {
    return (JSON.parse(text) as Record<string, unknown>)[name] === value;
  } catch {
    return false; // A line that is not JSON has no fields.
  }
}

/** CloudWatch Logs: `FilterLogEvents` over what the functions printed, all in one page. */
export function filterLogEvents(call: AwsCall, functions: Functions): AwsAnswer {
  const { logGroupName, startTime, filterPattern } = bodyOf(call) as {
    readonly logGroupName?: string;
    readonly startTime?: number;
    readonly filterPattern?: string;
  };
  const name = (logGroupName ?? '').replace('/aws/lambda/', '');
  const group = functions.groupOf(name);
  if (!group)
    return faultAnswer(call, {
      status: 400,
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  const events = group
    .filter(({ at, text }) => at >= (startTime ?? 0) && matches(filterPattern ?? '', text))
    .map(({ at, text, id }) => ({
      eventId: id,
      timestamp: at,
      ingestionTime: at,
      message: text,
      logStreamName: 'local',
    }));
  return jsonAnswer({ events, searchedLogStreams: [] });
}
