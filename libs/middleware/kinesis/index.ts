export { awsPlace } from '../aws';
export type { AwsPlace } from '../aws';
export { openKinesisConsumer } from './consumer';
export type { KinesisConsumer, KinesisConsumerOptions, KinesisRecord } from './consumer';
export { maxRecordBytes, openKinesisProducer } from './producer';
export type { KinesisProducer, Standing } from './producer';
export { ensureStream } from './streams';
