import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { cautious, sockets, type AwsPlace } from '../aws';

/** A client of the SDK, over HTTP/1.1: left alone it takes HTTP/2, which only Amazon's own endpoints speak. */
export const kinesisClient = ({ endpoint, region, credentials }: AwsPlace): KinesisClient =>
  new KinesisClient({
    ...cautious,
    endpoint,
    region,
    credentials,
    requestHandler: new NodeHttpHandler({
      httpAgent: { maxSockets: sockets },
      httpsAgent: { maxSockets: sockets },
    }),
  });
