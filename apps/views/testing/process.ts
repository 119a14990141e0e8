import { join } from 'node:path';
import type { ControlDefinition } from '@parley/contracts/generated/parley/control/v1/Control';
import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { startChild, until } from '@parley/faults/testing';
import { grpcClient } from '@parley/middleware/grpc';

/** The service as a process of its own on a log of its own; resolves when it is ready. */
export async function startViews(place: { brokers: string; prefix: string; dir: string }) {
  const child = startChild(join(__dirname, '..', 'main.ts'), {
    env: {
      PARLEY_NAME: 'views-1',
      PARLEY_DATA: place.dir,
      PARLEY_KAFKA_BROKERS: place.brokers,
      PARLEY_ORDERS_PREFIX: place.prefix,
      PARLEY_FAULTS: '1',
      PARLEY_LOG: 'warn',
    },
  });
  const { grpc } = JSON.parse((await child.line(/^ready /)).slice('ready '.length)) as { grpc: number };
  const address = `127.0.0.1:${grpc}`;
  const views = grpcClient<ViewsDefinition>('parley.views.v1.Views', address, { deadlineMs: 20_000 });
  const control = grpcClient<ControlDefinition>('parley.control.v1.Control', address);
  /** Resolves when all that the log has is in. */
  const caughtUp = () =>
    until('the views to catch up', async () => {
      const status = await views.Status({ content: true });
      return status.lag?.events === '0' && status.positions.some(({ end }) => end !== '0') && status;
    });
  const close = () => {
    views.close();
    control.close();
  };
  return { child, views, control, caughtUp, close };
}
