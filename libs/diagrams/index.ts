export type { Arrow, ArrowKind, Bar, BarKind, Figure, Lifeline, Mark } from './figure';
export { callsFigure, clockOf } from './history';
export { shortId, spaceTimeFigure } from './space-time';
export type { SpaceTime, SpaceTimeEvent, SpaceTimeKind, SpaceTimeOptions } from './space-time';
export { spaceTimeToSvg } from './space-time-svg';
export { spaceTimeToTerminal } from './space-time-terminal';
export { toSvg } from './svg';
export { toTerminal } from './terminal';
