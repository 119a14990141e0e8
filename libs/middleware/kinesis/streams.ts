import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  ResourceInUseException,
  type KinesisClient,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { Retryable } from '@parley/faults';
import { repeat, type AwsPlace } from '../aws';
import { kinesisClient } from './client';

/** Makes a stream of so many shards and waits until it is active. One that is there is left as it is. Rejects typed. */
export async function ensureStream(place: AwsPlace, name: string, shards: number, withinMs = 10_000): Promise<void> {
  const client = kinesisClient(place);
  const StreamName = place.nameOf(name);
  try {
    await repeat(`making the stream ${StreamName}`, withinMs, async (options) => {
      try {
        await client.send(new CreateStreamCommand({ StreamName, ShardCount: shards }), options);
      } catch (error) {
        if (!(error instanceof ResourceInUseException)) throw error;
      }
    });
    await repeat(`waiting for the stream ${StreamName}`, withinMs, async (options) => {
      const { StreamDescriptionSummary: summary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName }),
        options,
      );
      if (summary?.StreamStatus !== 'ACTIVE') throw new Retryable(`it is ${summary?.StreamStatus}`);
    });
  } finally {
    client.destroy();
  }
}

/** The stream of this name as it is now: one that was deleted and made again is another one. */
export async function incarnationOf(client: KinesisClient, StreamName: string): Promise<string> {
  const command = new DescribeStreamSummaryCommand({ StreamName });
  const { StreamDescriptionSummary: summary } = await repeat(`asking for ${StreamName}`, 5000, (options) =>
    client.send(command, options),
  );
  return `${summary!.StreamARN}@${summary!.StreamCreationTimestamp!.toISOString()}`;
}

/** Every shard of the stream, those that were split or merged among them. */
export async function shardsOf(client: KinesisClient, StreamName: string, withinMs: number): Promise<Shard[]> {
  const all: Shard[] = [];
  for (let NextToken: string | undefined; ;) {
    const command = new ListShardsCommand(NextToken ? { NextToken } : { StreamName });
    const answer = await repeat('listing shards', withinMs, (options) => client.send(command, options));
    all.push(...(answer.Shards ?? []));
    NextToken = answer.NextToken;
    if (!NextToken) return all;
  }
}
