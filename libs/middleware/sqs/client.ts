import { SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { cautious, sockets, type AwsPlace } from '../aws';

/** A client of the SDK. It goes to the place's endpoint, not to where a queue's URL points: that name may be another one's. */
export const sqsClient = ({ endpoint, region, credentials }: AwsPlace): SQSClient =>
  new SQSClient({
    ...cautious,
    endpoint,
    region,
    credentials,
    useQueueUrlAsEndpoint: false,
    requestHandler: new NodeHttpHandler({
      httpAgent: { maxSockets: sockets },
      httpsAgent: { maxSockets: sockets },
    }),
  });
