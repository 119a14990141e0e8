/** After a jest run: what it was the last one to use stops. */
module.exports = async () => {
  if (!globalThis.parleyAcquired) return;
  const { releaseTestBrokers } = await import('./test-brokers.mjs');
  await releaseTestBrokers();
};
