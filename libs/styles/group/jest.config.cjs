module.exports = {
  ...require('../../../jest.preset.cjs')(__dirname, { brokers: ['rabbitmq', 'kafka'], peers: ['namespaces'] }),
  setupFiles: [require.resolve('../../middleware/kafka/preload.cjs')],
};
