import { awsPlace, typed } from './index';

const refusedBy = (name: string, message = '', status = 400) =>
  typed({ name, message, $metadata: { httpStatusCode: status } }, 'sending');

describe('the kind of an error of the SDK', () => {
  it.each([
    ['nobody listens', typed({ name: 'Error', code: 'ECONNREFUSED' }, 'sending'), 'retryable'],
    ['a connection that broke', typed({ name: 'Error', code: 'ECONNRESET' }, 'sending'), 'unknown'],
    ['a deadline that passed', typed({ name: 'AbortError' }, 'sending'), 'unknown'],
    ['a failure of the service', refusedBy('InternalError', '', 500), 'unknown'],
    ['an answer that cannot be read', refusedBy('SyntaxError', '', 200), 'unknown'],
    ['too much of it just now', refusedBy('ProvisionedThroughputExceededException'), 'retryable'],
    ['throttled', refusedBy('ThrottlingException'), 'retryable'],
    ['a refusal', refusedBy('InvalidParameterValue'), 'fatal'],
  ])('%s', (_, error, kind) => expect(error.kind).toBe(kind));

  it.each([
    ['QueueDoesNotExist', '', 'not-found'],
    ['ResourceNotFoundException', '', 'not-found'],
    ['AWS.SimpleQueueService.BatchRequestTooLong', '', 'too-large'],
    ['InvalidParameterValue', 'Message must be shorter than 262144 bytes.', 'too-large'],
    ['InvalidClientTokenId', '', 'credentials'],
  ])('%s: %s', (name, message, reason) => expect(refusedBy(name, message)).toMatchObject({ reason }));
});

describe('an address', () => {
  it('names the endpoint, who we are, and what names begin with', () => {
    const place = awsPlace('sqs://key:se%2Fcret@127.0.0.1:5000/p1?region=eu-west-1', 'sqs');
    expect(place).toMatchObject({
      endpoint: 'http://127.0.0.1:5000',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'se/cret' },
    });
    expect(place.nameOf('stock')).toBe('p1-stock');
  });

  it.each([undefined, '', 'nowhere', 'kinesis://a:b@h:1/p', 'sqs://a:b@h:1/p/q'])('%j is none', (address) => {
    expect(() => awsPlace(address, 'sqs')).toThrow(expect.objectContaining({ reason: 'address' }));
  });

  it('keeps its secret to itself', () => {
    expect(() => awsPlace('http://key:secret@h:1/', 'sqs')).toThrow(/^(?!.*secret@)/);
  });
});
