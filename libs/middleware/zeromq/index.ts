/**
 * ZeroMQ's three patterns, hardened: request and reply, publish and subscribe, and a pipeline whose workers ask for work
 * (credit over ROUTER/DEALER, results over PUSH/PULL, nothing lost in between), beside plain PUSH and PULL.
 */
export { openVentilator } from './ventilator';
export { openWorker } from './worker';
export { openRequester } from './requester';
export { openReplier } from './replier';
export { openPublisher } from './publisher';
export { openSubscriber } from './subscriber';
export { openForwarder } from './forwarder';
export { openPuller, openPusher } from './push-pull';
export { openBareRequest, openRaw, openRawSource } from './raw';
export { clientCurve, curveKeys, openGate } from './curve';
export { addressOf, maxBody } from './sockets';
export type { Answer, Job, Ventilator, VentilatorOptions, VentilatorStats, Worker, WorkerOptions } from './types';
export type { Requester, RequesterOptions } from './requester';
export type { Replier, ReplierOptions } from './replier';
export type { Publisher, PublisherOptions } from './publisher';
export type { Gap, SubscriberOptions, SubscriberSocket } from './subscriber';
export type { Forwarder, ForwarderOptions } from './forwarder';
export type { PullerOptions, PusherOptions } from './push-pull';
export type { ClientCurve, CurveKeys, ServerCurve } from './curve';
export type { Frame } from './patterns';
