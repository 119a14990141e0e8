/** Before a jest run: the brokers and peers that its projects need, started or found, in the environment. */
const { needsOf } = require('./jest-needs.cjs');

module.exports = async (globalConfig, projectConfig) => {
  const { acquireTestBrokers } = await import('./test-brokers.mjs');
  const { acquirePeers } = await import('./peers.mjs');
  const { brokers, peers } = needsOf(globalConfig, projectConfig, process.argv);
  const onLine = (line) => process.stderr.write(`${line}\n`);
  Object.assign(process.env, await acquirePeers(peers, { onLine }));
  const variables = await acquireTestBrokers(brokers, { onLine });
  Object.assign(process.env, variables);
  globalThis.parleyAcquired = Object.keys(variables).length > 0;
};
