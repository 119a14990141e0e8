import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { repeat, type AwsPlace } from '../aws';
import { sqsClient } from './client';
import { maxBytes } from './size';

export interface SqsQueue {
  /** Without the place's prefix; a FIFO queue's ends in `.fifo`. */
  name: string;
  /** How long what was handed out stays hidden from all others, in s. */
  visibilityS: number;
  /** Deliveries of one message before it goes to the dead letters. */
  maxReceives: number;
}

/** Where a queue and its dead letters are. */
export interface SqsQueueUrls {
  url: string;
  deadUrl: string;
}

const create = async (client: SQSClient, name: string, attributes: Record<string, string>, withinMs: number) => {
  const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  const command = new CreateQueueCommand({ QueueName: name, Attributes: { ...attributes, ...fifo } });
  const { QueueUrl } = await repeat(`making the queue ${name}`, withinMs, (options) => client.send(command, options));
  return QueueUrl!;
};

/** The name of a queue's dead letters: `stock-dead`, `stock-dead.fifo`. */
export const deadNameOf = (name: string): string => name.replace(/(\.fifo)?$/, '-dead$1');

/**
 * Makes a queue and the one for its dead letters, where a message goes by itself that was handed out `maxReceives` times
 * and never deleted. What is there is left as it is. Rejects Fatal where it exists and is another one, and as typed.
 */
export async function ensureQueue(place: AwsPlace, queue: SqsQueue, withinMs = 5000): Promise<SqsQueueUrls> {
  const client = sqsClient(place);
  const size = { MaximumMessageSize: String(maxBytes) };
  try {
    const deadUrl = await create(client, place.nameOf(deadNameOf(queue.name)), size, withinMs);
    const asked = new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ['QueueArn'] });
    const { Attributes } = await repeat('asking for the dead letters', withinMs, (how) => client.send(asked, how));
    const redrive = { deadLetterTargetArn: Attributes!.QueueArn!, maxReceiveCount: queue.maxReceives };
    const attributes = {
      ...size,
      VisibilityTimeout: String(queue.visibilityS),
      RedrivePolicy: JSON.stringify(redrive),
    };
    return { url: await create(client, place.nameOf(queue.name), attributes, withinMs), deadUrl };
  } finally {
    client.destroy();
  }
}

/** How many messages wait in a queue, are in somebody's hand, or lie with its dead letters: estimates, says Amazon. */
export async function depthOf(place: AwsPlace, { url, deadUrl }: SqsQueueUrls) {
  const client = sqsClient(place);
  const ask = async (QueueUrl: string) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    const { Attributes = {} } = await repeat('asking for its depth', 5000, (options) => client.send(command, options));
    return {
      waiting: Number(Attributes.ApproximateNumberOfMessages),
      inHand: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
    };
  };
  try {
    return { ...(await ask(url)), dead: (await ask(deadUrl)).waiting };
  } finally {
    client.destroy();
  }
}
