import { expectContract } from '@parley/contracts';
import type { GrpcService } from '@parley/middleware/grpc';

/** What consumers state of a message is checked on this side too: what the gateway asks, and what it is told here. */
export function checked(service: GrpcService): GrpcService {
  const types = service.name.slice(0, service.name.lastIndexOf('.'));
  const handlers = Object.entries(service.handlers).map(([method, handler]) => {
    const channel = `${service.name}/${method}`;
    const wrapped: typeof handler = (request, call) => {
      expectContract(`${types}.${method}Request`, request, channel);
      const answer = handler(request, call);
      if (!(answer instanceof Promise)) return answer;
      return answer.then((response) => {
        expectContract(`${types}.${method}Response`, response as object, channel);
        return response;
      });
    };
    return [method, wrapped] as const;
  });
  return { name: service.name, handlers: Object.fromEntries(handlers) };
}
