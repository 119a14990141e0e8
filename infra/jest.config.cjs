const preset = require('../jest.preset.cjs')(__dirname, { brokers: ['postgres'] });

// What is tested here is plain Node (.mjs); jest takes it as CommonJS, like the rest.
const [transform] = Object.values(preset.transform);
module.exports = { ...preset, transform: { '^.+\\.(ts|mjs)$': transform } };
