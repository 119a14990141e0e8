import { conformance } from '@parley/conformance/testing';

conformance(__dirname);
