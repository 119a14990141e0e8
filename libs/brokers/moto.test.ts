import { onMoto } from './index';

jest.setTimeout(180_000);

const call = async (address: URL, target: string, body: object) => {
  const service = address.protocol.slice(0, -1);
  const response = await fetch(`http://${address.host}`, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=k/20200101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify(body),
  });
  return response.text();
};

describe.each([
  ['sqs', 'AmazonSQS.CreateQueue', 'QueueName', 'AmazonSQS.ListQueues'],
  ['kinesis', 'Kinesis_20131202.CreateStream', 'StreamName', 'Kinesis_20131202.ListStreams'],
] as const)('a place on moto for %s', (service, create, name, list) => {
  it('is a prefix of its own, and what it names is gone when it is closed', async () => {
    const [ground, other] = [await onMoto(service)(), await onMoto(service)()];
    const [address, neighbour] = [ground, other].map((each) => new URL(each.connect('sender', 0)[0]!));
    const names = [address, neighbour].map((each) => `${each!.pathname.slice(1)}-stock`);
    for (const each of names)
      await call(address!, create, { [name]: each, ...(service === 'kinesis' && { ShardCount: 1 }) });
    await ground.close();
    const left = await call(address!, list, {});
    expect(left).not.toContain(names[0]);
    expect(left).toContain(names[1]);
    await other.close();
  });
});
