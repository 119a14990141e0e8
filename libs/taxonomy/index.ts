import { grpcUnary } from './styles/grpc-unary';
import { kafkaStream } from './styles/kafka-stream';
import { rabbitmqQueue } from './styles/rabbitmq-queue';
import { zeromqPipeline } from './styles/zeromq-pipeline';
import type { Claim, Style } from './style';

export type {
  Cardinality,
  Claim,
  Delivery,
  Experiment,
  Full,
  Order,
  Persistence,
  Release,
  Role,
  Style,
  Uncoupling,
} from './style';
export { rowOf, rows } from './rows';
export type { Part, Row } from './rows';

/** The records of the styles, the four main ones first. */
export const styles: Style[] = [grpcUnary, zeromqPipeline, rabbitmqQueue, kafkaStream];

/** Every claim of a style, by its axis. */
export const claimsOf = (style: Style): Record<string, Claim<unknown>> => ({
  persistence: style.persistence,
  release: style.release,
  cardinality: style.cardinality,
  order: style.order,
  delivery: style.delivery,
  full: style.full,
  'uncoupled in space': style.uncoupling.space,
  'uncoupled in time': style.uncoupling.time,
  'uncoupled in synchronisation': style.uncoupling.synchronisation,
});
