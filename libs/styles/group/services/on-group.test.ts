import { overGroup } from './atomic';
import { expectConvergence } from './live.testing';

jest.setTimeout(60_000);

test('on the group’s own atomic multicast, over IP multicast', () => expectConvergence(overGroup()));
