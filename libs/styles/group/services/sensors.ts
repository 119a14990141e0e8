import { inOrder, type Service } from './service';

export type SensorsOperation = { do: 'read'; sensor: string; reading: string };

/** The last reading of each sensor. */
export type SensorsState = Readonly<Record<string, string>>;

/**
 * Readings of sensors: what came last is shown. Nothing is repaired and nothing put in order: a reading that is lost, or
 * comes after a newer one, is made good by the next. Each replica has a sensor of its own.
 */
export const sensors: Service<SensorsState, SensorsOperation> = {
  name: 'sensors',
  empty: {},
  execute: (state, { sensor, reading }) => ({ ...state, [sensor]: reading }),
  choose: (_, { by, turn }) => ({ do: 'read', sensor: `s-${by}`, reading: turn }),
  view: inOrder,
  say: ({ sensor, reading }) => `${sensor} reads ${reading}`,
};
