import type { Config } from '#config/config.ts';
import type { Resource } from './template.ts';
import { attribute } from './template.ts';

/** The function behind the public address. */
const heard = 'HearAnswersLambdaFunction';

/**
 * How many requests the function behind the public address serves at once: reserved, so that a flood of requests takes no
 * processes from the functions that detect and tell.
 */
export const reservedForAnswers = 5;

/** What the template has of the address besides: an output, and reserved concurrency of its function. */
interface AnswerAddress {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, { readonly Properties: object }>>;
}

/** Lets the internet call the function through its address, and in no other way (Lambda developer guide, urls-auth). */
function permission(action: 'lambda:InvokeFunctionUrl' | 'lambda:InvokeFunction'): Resource {
  const only =
    action === 'lambda:InvokeFunctionUrl' ? { FunctionUrlAuthType: 'NONE' } : { InvokedViaFunctionUrl: true };
  const Properties = { FunctionName: attribute(heard, 'Arn'), Action: action, Principal: '*', ...only };
  return { Type: 'AWS::Lambda::Permission', Properties };
}

/**
 * The public address to which Slack sends presses of buttons, and both permissions that such an address needs since October
 * 2025; nothing while answers are switched off.
 */
export function answerAddress({
  slack,
}: {
  readonly slack: Pick<Config['slack'], 'answers'>;
}): AnswerAddress {
  if (!slack.answers.enabled) return { Resources: {} };
  return {
    Resources: {
      AnswerAddress: {
        Type: 'AWS::Lambda::Url',
        Properties: { AuthType: 'NONE', TargetFunctionArn: attribute(heard, 'Arn') },
      },
      AnswerAddressIsPublic: permission('lambda:InvokeFunctionUrl'),
      AnswerAddressInvokes: permission('lambda:InvokeFunction'),
    },
    Outputs: {
      AnswerAddress: {
        Description: "The request URL for interactivity of Trailwarden's app in Slack",
        Value: attribute('AnswerAddress', 'FunctionUrl'),
      },
    },
    extensions: { [heard]: { Properties: { ReservedConcurrentExecutions: reservedForAnswers } } },
  };
}
