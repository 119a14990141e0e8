export { openLan } from './lan';
export type { Lan } from './lan';
export { openPlaces } from './places';
export type { Places } from './places';
