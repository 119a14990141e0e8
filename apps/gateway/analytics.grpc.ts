import type { AnalyticsDefinition } from '@parley/contracts/generated/parley/analytics/v1/Analytics';
import { grpcClient } from '@parley/middleware/grpc';

export type AnalyticsClient = ReturnType<typeof openAnalytics>;

/** A replay reads the log to its end. */
export const REPLAY_DEADLINE_MS = 60_000;

/** The way out to analytics. */
export const openAnalytics = (address: string) =>
  grpcClient<AnalyticsDefinition>('parley.analytics.v1.Analytics', address);
