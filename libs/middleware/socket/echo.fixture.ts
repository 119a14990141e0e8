import { openSocketServer } from './server';

void openSocketServer(
  'tcp://127.0.0.1:0',
  { request: async (payload) => payload },
  { beatMs: 50, silenceMs: 500 },
).then(({ addresses }) => console.log(addresses[0]));
