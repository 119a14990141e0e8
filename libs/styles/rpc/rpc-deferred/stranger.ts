import { grpcStranger } from '@parley/middleware/grpc';
import type { OpenStranger } from '@parley/roles';
import { targetOf } from '../address';
import { submissionsName } from '../submissions';

/** Knows gRPC and the name of the method, and not what its request is. */
export const openStranger: OpenStranger = async ({ connect }) => {
  const stranger = grpcStranger(targetOf(connect), `/${submissionsName}/Submit`);
  return {
    say: async (bytes) => void (await stranger.say(bytes)),
    close: async () => stranger.close(),
  };
};
