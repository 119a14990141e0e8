export type { Arrow, ArrowKind, Bar, BarKind, Figure, Lifeline, Mark } from './figure';
export { callsFigure, clockOf } from './history';
export { toSvg } from './svg';
export { toTerminal } from './terminal';
