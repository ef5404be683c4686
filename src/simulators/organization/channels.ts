import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import { parametersOf } from './parameters.ts';
import type { Operation, Request } from './service.ts';
import type { State } from './state.ts';

const Chosen = z.object({ Channel: z.string() });

/** The service-linked channels of the world, which are made and changed by other services of AWS only. */
export function channels({ channels: all }: State): Readonly<Record<string, Operation>> {
  const here = ({ caller, region }: Request) =>
    [...all.values()].filter(({ arn, allRegions }) => {
      const [, , , home, account] = arn.split(':');
      return account === caller.accountId && (allRegions || home === region);
    });
  return {
    ListChannels: {
      access: 'read',
      run: (request) => ({
        Channels: here(request).map(({ arn }) => ({ ChannelArn: arn, Name: arn.split('/').at(-1) })),
      }),
    },
    GetChannel: {
      access: 'read',
      run: (request) => {
        const { Channel } = parametersOf(request, Chosen);
        const found = here(request).find(({ arn }) => arn === Channel || arn.endsWith(`/${Channel}`));
        if (!found) throw new AwsError('ChannelNotFoundException', `Channel ${Channel} does not exist.`);
        return {
          ChannelArn: found.arn,
          Name: found.arn.split('/').at(-1),
          Source: 'CloudTrail',
          SourceConfig: {
            ApplyToAllRegions: found.allRegions,
            AdvancedEventSelectors: found.advancedSelectors,
          },
          Destinations: [{ Type: 'AWS_SERVICE', Location: 'cloudwatch' }],
        };
      },
    },
  };
}
