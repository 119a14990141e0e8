import { openBrokers, openSystem } from './system';

test('all 1,456 orders and 299 returns of the retailer end, and every balance holds', async () => {
  const brokers = await openBrokers();
  try {
    const system = await openSystem(brokers);
    try {
      const { code, stdout, stderr } = await system.load(Infinity, '--json');
      expect({ code, stderr: code ? stderr.slice(-1500) : '' }).toEqual({ code: 0, stderr: '' });
      const { completed, rejected, cancelled, returned } = JSON.parse(stdout) as {
        completed: number;
        rejected: number;
        cancelled: number;
        returned: { completed: number };
      };
      expect(completed + rejected + cancelled).toBe(1456);
      expect(returned.completed).toBe(299);
      expect(await system.broken()).toEqual([]);
      expect((await system.parley('check', '--orders', 'all')).code).toBe(0);
    } finally {
      await system.stop();
    }
  } finally {
    await brokers.close();
  }
}, 600_000);
