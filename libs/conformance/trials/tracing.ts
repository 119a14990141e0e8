import type { Trial } from '../trial';
import { judgeTrace } from '../verdicts/tracing';
import { calmly } from './calm';

export const tracing: Trial[] = [
  {
    name: 'trace context',
    decides: [],
    applies: () => true,
    experiments: [calmly(() => [{ count: 3 }])],
    verdict: judgeTrace,
  },
];
