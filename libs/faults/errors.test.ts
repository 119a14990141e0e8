import { Fatal, OutcomeUnknown, Retryable, kindOf } from './index';

describe('typed errors', () => {
  it('say what may be done about them', () => {
    expect(kindOf(new Retryable('broker away'))).toBe('retryable');
    expect(kindOf(new Fatal('bad bytes', { reason: 'undecodable' }))).toBe('fatal');
    expect(kindOf(new OutcomeUnknown('no answer'))).toBe('unknown');
  });

  it('what does not say is unknown', () => {
    for (const thrown of [new Error('x'), new TypeError('y'), 'text', undefined, null, 5, { kind: 'strange' }])
      expect(kindOf(thrown)).toBe('unknown');
  });

  it('another class joins in by its kind', () => {
    expect(kindOf(Object.assign(new Error('status 14'), { kind: 'retryable' }))).toBe('retryable');
  });

  it('keep cause, detail and reason', () => {
    const cause = new Error('ECONNRESET');
    const error = new Fatal('no queue', { reason: 'unroutable', cause, detail: { queue: 'payment' } });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'Fatal',
      message: 'no queue',
      reason: 'unroutable',
      detail: { queue: 'payment' },
    });
    expect(error.cause).toBe(cause);
    expect(new Fatal('x').reason).toBe('fatal');
    expect(new Retryable('x', { cause }).cause).toBe(cause);
    expect(new OutcomeUnknown('x', { detail: { id: '1' } }).detail).toEqual({ id: '1' });
  });
});
