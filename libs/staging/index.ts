export { openCast } from './cast';
export type { Actor, Cast, Standing } from './cast';
export { draw, ms, table } from './figures';
export { partCommand, partHere, startPart } from './parts';
export { medianMs, pause, until } from './time';
