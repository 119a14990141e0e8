import type { Fatal } from '@parley/faults';
import type { Message } from '@parley/marshalling';
import {
  awsPlace,
  contentOf,
  depthOf,
  ensureQueue,
  messageOf,
  openSqsReceiver,
  openSqsSender,
  type AwsPlace,
  type SqsQueueUrls,
} from '@parley/middleware/sqs';
import type { Ground } from '@parley/roles';
import { until } from '@parley/staging';
import { openGround } from './ground';

jest.setTimeout(60_000);

// The least there is: a second.
const rule = { name: 'brief', visibilityS: 1, maxReceives: 5 };

let ground: Ground;
let place: AwsPlace;
let urls: SqsQueueUrls;
const opened: (() => Promise<void>)[] = [];
beforeEach(async () => {
  ground = await openGround();
  place = awsPlace(ground.connect!('test', 0)[0], 'sqs');
  urls = await ensureQueue(place, rule);
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
  await ground.close();
});

const notice: Message = {
  id: 'one',
  sender: 'test',
  seq: 1,
  type: 'parley.test.v1.Notice',
  contentType: 'text/plain',
  headers: {},
  body: Buffer.from('olá'),
};

const receiving = (handle: (message: Message) => Promise<void>) => {
  const told: Fatal[] = [];
  const receiver = openSqsReceiver(place, {
    ...urls,
    ...rule,
    waitS: 1,
    decode: messageOf,
    handle,
    refused: (error) => told.push(error),
    failed: (error) => told.push(error),
  });
  opened.push(receiver.close);
  return { told, ...receiver };
};

const put = async (): Promise<void> => {
  const sender = openSqsSender(place, urls.url);
  opened.push(sender.close);
  await sender.send(contentOf(notice));
};

describe('the visibility timeout', () => {
  it('is extended while the handler runs: nobody else is handed its message', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const handed: string[] = [];
    const take = (name: string) => async () => {
      handed.push(name);
      await held;
    };
    receiving(take('first'));
    await put();
    await until(() => handed.length === 1, 10_000);
    const since = performance.now();
    receiving(take('second'));
    // Three times as long as it would be hidden if nobody extended it; the second asks all the while.
    await until(() => performance.now() - since > 3 * rule.visibilityS * 1000, 10_000);
    expect(handed).toEqual(['first']);
    expect(await depthOf(place, urls)).toMatchObject({ inHand: 1, waiting: 0 });
    letGo();
    for (let left = 1; left > 0;) left = (await depthOf(place, urls)).inHand;
    expect(handed).toEqual(['first']);
    expect(await depthOf(place, urls)).toEqual({ inHand: 0, waiting: 0, dead: 0 });
  });
});

describe('what will not be better another time', () => {
  it('ends the receiver, which says so once', async () => {
    const { told, ended } = receiving(async () => undefined);
    const { endpoint } = place;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/sqs/aws4_request, Signature=0',
        'x-amz-target': 'AmazonSQS.DeleteQueue',
        'content-type': 'application/x-amz-json-1.0',
      },
      body: JSON.stringify({ QueueUrl: urls.url }),
    });
    expect(response.status).toBe(200);
    await ended;
    expect(told).toEqual([expect.objectContaining({ kind: 'fatal', reason: 'not-found' })]);
  });
});
