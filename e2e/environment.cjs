// Jest runs tests in a context that can't import() ES modules: the native start is handed in from outside of it.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.importNative = (specifier) => import(specifier);
  }
};
