import { cloudEvent, readCloudEvent } from './index';

const attributes = {
  id: '0190-1',
  type: 'parley.orders.v1.OrderEvent',
  source: '/parley/orders',
  time: '2026-01-02T03:04:05.000Z',
  subject: 'o1',
};

describe('CloudEvents attributes in headers', () => {
  it('are ce-… in binary mode, version 1.0', () => {
    expect(cloudEvent(attributes)).toEqual({
      'ce-specversion': '1.0',
      'ce-id': '0190-1',
      'ce-type': 'parley.orders.v1.OrderEvent',
      'ce-source': '/parley/orders',
      'ce-time': '2026-01-02T03:04:05.000Z',
      'ce-subject': 'o1',
    });
    expect(cloudEvent({ ...attributes, subject: undefined })).not.toHaveProperty('ce-subject');
  });

  it('come back, from text and from bytes, among other headers', () => {
    const headers = { ...cloudEvent(attributes), traceparent: 'x' };
    expect(readCloudEvent(headers)).toEqual(attributes);
    const bytes = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]));
    expect(readCloudEvent(bytes)).toEqual(attributes);
  });

  it.each(['ce-id', 'ce-type', 'ce-source', 'ce-specversion'])('without %s it is no CloudEvent', (name) => {
    const headers = { ...cloudEvent(attributes), [name]: undefined };
    expect(() => readCloudEvent(headers)).toThrow(
      expect.objectContaining({ kind: 'fatal', reason: 'not-a-cloudevent' }),
    );
  });

  it('another major version is refused', () => {
    expect(() => readCloudEvent({ ...cloudEvent(attributes), 'ce-specversion': '2.0' })).toThrow(/2\.0/);
  });
});
