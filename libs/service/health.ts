import type { GrpcServer } from '@parley/middleware/grpc';
import type pino from 'pino';
import type { Way, Ways } from './ways';

const CHECK_MS = 1000;

const sick = (ways: Way[]) => ways.filter((way) => way.healthy?.() === false).map((way) => way.channel);

/** Asks the ways every second and says NOT_SERVING while one of them is not healthy; the result ends that. */
export function watchHealth({ in: ins = [], out = [] }: Ways, grpc: GrpcServer, log: pino.Logger): () => void {
  let before = '';
  const look = () => {
    const channels = sick([...ins, ...out]).join(', ');
    if (channels === before) return;
    before = channels;
    grpc.setServing(channels === '');
    log.warn({ channels }, channels ? 'not serving: a way is not healthy' : 'serving again');
  };
  grpc.setServing(true);
  look();
  const timer = setInterval(look, CHECK_MS);
  return () => clearInterval(timer);
}
