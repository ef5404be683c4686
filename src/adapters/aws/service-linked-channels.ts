import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { GetChannelCommand, paginateListChannels } from '@aws-sdk/client-cloudtrail';
import type { ServiceLinkedChannel } from '#domain/facts/channel.ts';
import { channelFrom } from './cloud-trail-answers.ts';
import { sight } from './refusals.ts';

/** The channels that a service made; channels of partners bring their events in and record nothing of the account. */
const ofServices = /:channel\/aws-service-channel\//;
/** How many channels are read at most. */
const maxChannels = 20;

/** The service-linked channels of one account and Region; undefined where reading them is refused. */
export async function serviceLinkedChannels(
  client: () => Promise<CloudTrailClient>,
): Promise<readonly ServiceLinkedChannel[] | undefined> {
  const read = await sight('cloudtrail:ListChannels', async () => {
    const arns: string[] = [];
    for await (const { Channels = [] } of paginateListChannels({ client: await client() }, {}))
      arns.push(...Channels.flatMap(({ ChannelArn: arn = '' }) => (ofServices.test(arn) ? [arn] : [])));
    const channels: ServiceLinkedChannel[] = [];
    for (const Channel of arns.slice(0, maxChannels))
      channels.push(channelFrom(await (await client()).send(new GetChannelCommand({ Channel }))));
    return channels;
  });
  return read.kind === 'seen' ? read.value : undefined;
}
