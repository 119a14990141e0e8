import { conformance } from '@parley/conformance';

conformance(__dirname);
