/** Resource types that the local cloud ignores, each with the reason why this hides no fault of the stack. */
export const tolerated: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'what functions print is kept in memory; nothing reads it back through AWS',
  'AWS::Logs::MetricFilter': 'metrics are not counted',
  'AWS::CloudWatch::Alarm': 'alarms watch metrics, and metrics are not counted',
  'AWS::CloudWatch::Dashboard': 'a page for people; nothing depends on it',
  'AWS::S3::Bucket': 'the deployment bucket: packages are read from .serverless instead',
  'AWS::S3::BucketPolicy': 'belongs to the deployment bucket',
  'AWS::Lambda::Version': 'only $LATEST runs here',
  'AWS::CloudFormation::StackSet': 'the members’ rules are played by `deliver` and its `forward` pattern',
  'AWS::KMS::Key': 'nothing is encrypted on loopback',
  'AWS::KMS::Alias': 'belongs to a key',
};
