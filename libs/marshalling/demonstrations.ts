/** What a demonstration of marshalling runs. Apart from the rest: no service needs to load it. */
export { byteOrder, foobar } from './byte-order';
export { passing } from './passing';
export { compareCodecs } from './compare';
export type { CodecCost } from './compare';
export { evolution } from './evolution';
export { librariesAlone, limits } from './limits';
