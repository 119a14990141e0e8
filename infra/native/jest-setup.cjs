/** Before a jest run: the brokers that its projects name in `parleyBrokers`, started or found, their addresses in the environment. */
module.exports = async (globalConfig, projectConfig) => {
  const { acquireTestBrokers } = await import('./test-brokers.mjs');
  // A run over several projects calls this once, with the first of them.
  const which =
    globalConfig.projects.length > 1 ? ['rabbitmq', 'kafka', 'postgres'] : projectConfig.globals.parleyBrokers;
  const variables = await acquireTestBrokers(which, { onLine: (line) => process.stderr.write(`${line}\n`) });
  Object.assign(process.env, variables);
  globalThis.parleyAcquired = Object.keys(variables).length > 0;
};
