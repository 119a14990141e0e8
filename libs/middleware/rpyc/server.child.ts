import { serveRpyc } from './index';

/** Serves one object at the port of its argument, and prints what it was told. */
const main = async () => {
  const service = {
    exposed_take: (n: number) => console.log(`took ${n}`),
    exposed_hangs: () => new Promise(() => undefined),
    exposed_dies: () => process.kill(process.pid, 'SIGKILL'),
  };
  const server = await serveRpyc({ host: '127.0.0.1', port: Number(process.argv[2]), service: () => service });
  console.log(`ready ${server.port}`);
  process.once('SIGTERM', () => void server.close());
};

void main();
