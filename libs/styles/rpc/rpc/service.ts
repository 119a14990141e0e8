export type { CallsDefinition } from '@parley/contracts/generated/parley/styles/v1/Calls';

/** The service of synchronous calls, proto/parley/styles/v1/calls.proto. */
export const callsName = 'parley.styles.v1.Calls';
