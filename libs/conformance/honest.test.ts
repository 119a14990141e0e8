import { join } from 'node:path';
import { conformance } from './testing';

conformance(join(__dirname, 'fixtures/honest-tcp'));
