import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { grpcClient } from '@parley/middleware/grpc';

export type ViewsClient = ReturnType<typeof openViews>;

/** The way out to views. */
export const openViews = (address: string) => grpcClient<ViewsDefinition>('parley.views.v1.Views', address);
