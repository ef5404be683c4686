import { fileURLToPath } from 'node:url';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { readLambdaRoom } from '#adapters/aws/lambda-room.ts';
import { deployable } from '#adapters/cloudformation/deploy-faults.ts';
import { noRoomForAnswers } from '#adapters/cloudformation/room-for-answers.ts';
import { describeFault } from '#config/fault.ts';

const directory = process.env.CONFIG_DIRECTORY ?? fileURLToPath(new URL('..', import.meta.url));

/**
 * A plugin of the framework: refuses a deploy with answers, before anything is made, where the account's limit of
 * concurrent executions leaves no room for what their function has reserved. That it cannot find out is said, and fails
 * no deploy: CloudFormation refuses by itself then.
 */
// The framework takes the default export, and makes plugins with `new`.
export default function roomForAnswers(serverless, options, { log }) {
  const check = async () => {
    const config = deployable(directory);
    if (!config.slack.answers.enabled) return;
    const lambda = new LambdaClient(await serverless.getProvider('aws').getAwsSdkV3Config());
    const room = await readLambdaRoom(lambda, serverless.service.custom.names.hear).catch(({ name }) => {
      log.notice(`Whether Lambda leaves room for answers could not be read (${name}).`);
    });
    const fault = room && noRoomForAnswers(config, room);
    if (fault) throw new serverless.classes.Error(describeFault(fault));
  };
  this.hooks = { 'before:deploy:deploy': check };
}
