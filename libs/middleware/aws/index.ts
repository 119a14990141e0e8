export { call, cautious, repeat, sockets } from './call';
export { typed } from './errors';
export { awsPlace } from './place';
export type { AwsPlace } from './place';
