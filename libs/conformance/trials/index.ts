import type { Trial } from '../trial';
import { broker } from './broker';
import { coupling } from './coupling';
import { delivery } from './delivery';
import { failure } from './failure';
import { faultedTrials } from './faulted';
import { fidelity } from './fidelity';
import { flow } from './flow';
import { lifecycle } from './lifecycle';
import { persistence } from './persistence';
import { release } from './release';
import { requestReply } from './request-reply';
import { tracing } from './tracing';

/** Every trial of the suite; the record of a style picks those that apply to it. */
export const trials: readonly Trial[] = [
  ...delivery,
  ...fidelity,
  ...tracing,
  ...requestReply,
  ...faultedTrials,
  ...release,
  ...persistence,
  ...broker,
  ...flow,
  ...lifecycle,
  ...failure,
  ...coupling,
];
