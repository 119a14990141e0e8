export type { CollectDefinition } from '@parley/contracts/generated/parley/styles/v1/Collect';
export type { SubmissionsDefinition } from '@parley/contracts/generated/parley/styles/v1/Submissions';

/** The service of asynchronous calls, proto/parley/styles/v1/submissions.proto. */
export const submissionsName = 'parley.styles.v1.Submissions';

/** What a caller serves to be called back. */
export const collectName = 'parley.styles.v1.Collect';
