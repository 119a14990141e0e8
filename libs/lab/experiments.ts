import { trials, type Trial } from '@parley/conformance';
import { slope } from './slope';

/** Everything that the lab can ask: the trials of the shared suite, and those that give numbers. */
export const experiments: readonly Trial[] = [...trials, slope];

/** What decides persistence and the point of release, and how long a sender is blocked: minutes over all styles. */
const quickNames = ['receiver after sender', 'receiver absent', 'point of release', 'broker killed', 'slope'];

/** Those of the quick run. */
export const quick: readonly Trial[] = experiments.filter(({ name }) => quickNames.includes(name));

/** The experiment of that name; undefined where there is none. */
export const experimentOf = (name: string): Trial | undefined => experiments.find((one) => one.name === name);
