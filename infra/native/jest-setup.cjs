/** Before a jest run: the brokers and peers that its projects name in `parleyNeeds`, started or found, in the environment. */
const every = { brokers: ['rabbitmq', 'kafka', 'postgres'], peers: ['python', 'java', 'mpich', 'namespaces'] };

module.exports = async (globalConfig, projectConfig) => {
  const { acquireTestBrokers } = await import('./test-brokers.mjs');
  const { acquirePeers } = await import('./peers.mjs');
  // A run over several projects calls this once, with the first of them.
  const { brokers, peers } = globalConfig.projects.length > 1 ? every : projectConfig.globals.parleyNeeds;
  const onLine = (line) => process.stderr.write(`${line}\n`);
  Object.assign(process.env, await acquirePeers(peers, { onLine }));
  const variables = await acquireTestBrokers(brokers, { onLine });
  Object.assign(process.env, variables);
  globalThis.parleyAcquired = Object.keys(variables).length > 0;
};
