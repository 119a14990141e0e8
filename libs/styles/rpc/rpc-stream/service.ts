export type { StreamsDefinition } from '@parley/contracts/generated/parley/styles/v1/Streams';

/** The three kinds of streaming calls, proto/parley/styles/v1/streams.proto. */
export const streamsName = 'parley.styles.v1.Streams';
