/** RPyC 6, the transparent remote objects of Python, spoken by TypeScript: both its client and its server. */
export { Slice } from './brine';
export { connectRpyc, openRpyc } from './client';
export type { Client, ClientOptions, ConnectOptions } from './client';
export type { Connection } from './connection';
export { PythonError } from './exceptions';
export { dir, repr, sameObject, setAttribute, str } from './netref';
export type { Remote } from './netref';
export { serveRpyc } from './server';
export type { Server, ServerOptions } from './server';
