import { judgeRecords } from '@parley/evidence';
import type { OpenMulticast } from '../orders/multicast';
import { catalogue } from './catalogue';
import { runServices } from './live';
import { outcomeOf } from './outcome';
import { sensors } from './sensors';

const hosted = [...catalogue, { service: sensors, right: sensors }];
const members = ['p1', 'p2', 'p3'];
const turns = 20;

/** Runs all services over a multicast in total causal order, and expects that their replicas converge, and rightly. */
export const expectConvergence = async (open: OpenMulticast): Promise<void> => {
  const services = hosted.map(({ service }) => service);
  const histories = await runServices(services, open, { members, turns, window: 5, seed: 7, quietMs: 5000 });
  const ended = hosted.map(({ service, right }) => {
    const history = histories.get(service.name)!;
    const { is, commands, views } = outcomeOf(history, right);
    const { total, validity } = judgeRecords(history);
    return { name: service.name, is, commands: commands.length, replicas: views.size, orders: [total.is, validity.is] };
  });
  const holds = { is: 'right', commands: members.length * turns, replicas: members.length, orders: ['holds', 'holds'] };
  expect(ended).toEqual(services.map(({ name }) => ({ name, ...holds })));
};
