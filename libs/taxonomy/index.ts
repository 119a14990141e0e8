import type { Claim, Style } from './style';

export { brokerOf, claim } from './style';
export type {
  Absent,
  Cardinality,
  Claim,
  Delivery,
  Experiment,
  Full,
  Order,
  Part,
  Persistence,
  Product,
  Release,
  Role,
  Style,
  Uncoupling,
} from './style';
export { rowOf, rows } from './rows';
export type { Chapter, Row } from './rows';

/** Every claim of a style, by its axis. */
export const claimsOf = (style: Style): Record<string, Claim<unknown>> => ({
  persistence: style.persistence,
  release: style.release,
  cardinality: style.cardinality,
  order: style.order,
  delivery: style.delivery,
  full: style.full,
  'receiver absent': style.absent,
  'tells of loss': style.tellsOfLoss,
  replays: style.replays,
  'uncoupled in space': style.uncoupling.space,
  'uncoupled in time': style.uncoupling.time,
  'uncoupled in synchronisation': style.uncoupling.synchronisation,
});
