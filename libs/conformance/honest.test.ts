import { join } from 'node:path';
import { conformance } from './index';

conformance(join(__dirname, 'fixtures/honest-tcp'));
