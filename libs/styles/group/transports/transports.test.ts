import { judgeRecords } from '@parley/evidence';
import { inLab } from '../shown/lab.fixture';

jest.setTimeout(60_000);

describe.each(['udp', 'tcp', 'zeromq'])('over %s, three processes', (transport) => {
  test.each([
    ['reliable FIFO', ['nack', 'relay', 'fifo'], ['validity', 'agreement', 'fifo']],
    ['atomic', ['nack', 'relay', 'sequencer'], ['validity', 'agreement', 'total']],
  ])('%s', async (_, layers, claimed) => {
    const stack = [transport, ...layers];
    const verdicts = await inLab({ stack }, async (lab) => {
      const members = await lab.members(['p1', 'p2', 'p3']);
      await Promise.all(members.map((member) => member.send({ count: 100 })));
      expect(await lab.settled()).toBe(true);
      return judgeRecords(lab.history());
    });
    for (const name of ['integrity', ...claimed] as (keyof typeof verdicts)[])
      expect([name, verdicts[name].is]).toEqual([name, 'holds']);
  });
});
