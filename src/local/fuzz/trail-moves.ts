import type { TrailSight } from '#domain/facts/observation.ts';
import { archiveBucket, regions, strangeBuckets } from './fuzz-organization.ts';
import type { Intruder } from './intruder.ts';
import { attempted } from './intruder.ts';

/** One thing that an administrator does; returns it in words, undefined where there is nothing to do it to. */
export type Move = (who: Intruder) => Promise<string | undefined>;

type OnTrail = (who: Intruder, sight: TrailSight) => Promise<string>;

function trailCall(
  operation: string,
  parametersOf: (who: Intruder, sight: TrailSight) => object = () => ({}),
): OnTrail {
  return (who, sight) => {
    const { arn, name, homeRegion } = sight.trail;
    const more = parametersOf(who, sight);
    const by = operation === 'PutEventSelectors' ? { TrailName: arn } : { Name: arn };
    return attempted(`${operation} ${name} ${homeRegion} ${JSON.stringify(more)}`, () =>
      who.calls.json(who.desk(homeRegion), `cloudtrail:${operation}`, { ...by, ...more }),
    );
  };
}

/** Selectors that leave out all or most management events. */
const narrow: readonly object[] = [
  { EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] },
  { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] },
  {
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        ],
      },
    ],
  },
  {
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'readOnly', Equals: ['true'] },
        ],
      },
    ],
  },
];

const stop = trailCall('StopLogging');
const remove = trailCall('DeleteTrail');
const deselect = trailCall('PutEventSelectors', ({ pick }) => pick(narrow));
const redirect = trailCall('UpdateTrail', ({ pick }) => ({ S3BucketName: pick(strangeBuckets) }));

/** Each ends what one trail records for the account. */
export const strikes: readonly OnTrail[] = [stop, stop, remove, deselect, redirect];
/** The strike that is never refused. */
export const surest: OnTrail = remove;

const onAny =
  (call: OnTrail): Move =>
  async (who) => {
    const trails = await who.trails();
    return trails.length === 0 ? undefined : call(who, who.pick(trails));
  };

/** A new trail, beside the others, into a bucket of the account, of the archive or of a stranger; mostly it logs. */
const create: Move = async (who) => {
  const { pick, random, desk, calls, home } = who;
  const region = pick(regions);
  const Name = pick(['main', 'main-2', 'audit', 'org-trail', 'decoy']);
  const settings = {
    S3BucketName: pick([home.bucket, home.bucket, archiveBucket, `${home.bucket}-new`, ...strangeBuckets]),
    IsMultiRegionTrail: random() < 0.7,
    IncludeGlobalServiceEvents: true,
    ...(random() < 0.2 && { S3KeyPrefix: pick(['a', 'logs']) }),
    ...(random() < 0.2 && { KmsKeyId: home.key }),
  };
  const logs = random() < 0.85;
  const what = `CreateTrail ${Name} ${region} ${JSON.stringify(settings)}${logs ? ', StartLogging' : ''}`;
  return attempted(what, async () => {
    await calls.json(desk(region), 'cloudtrail:CreateTrail', { Name, ...settings });
    if (logs) await calls.json(desk(region), 'cloudtrail:StartLogging', { Name });
  });
};

const restore = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };

/** Calls on trails, the harmless and the harmful. */
export const trailMoves: readonly Move[] = [
  create,
  create,
  create,
  onAny(stop),
  onAny(trailCall('StartLogging')),
  onAny(remove),
  onAny(deselect),
  onAny(trailCall('PutEventSelectors', () => restore)),
  onAny(redirect),
  onAny(trailCall('UpdateTrail', ({ pick, home }) => ({ S3BucketName: pick([home.bucket, archiveBucket]) }))),
  onAny(trailCall('UpdateTrail', ({ pick }) => ({ S3KeyPrefix: pick(['a', 'logs', 'x/y']) }))),
  onAny(trailCall('UpdateTrail', ({ pick, home }) => ({ KmsKeyId: pick([home.key, '']) }))),
  onAny(trailCall('UpdateTrail', ({ random }) => ({ IsMultiRegionTrail: random() < 0.5 }))),
  onAny(trailCall('UpdateTrail', ({ random }) => ({ EnableLogFileValidation: random() < 0.5 }))),
];
