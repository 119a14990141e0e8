module.exports = {
  ...require('../../../jest.preset.cjs')(__dirname, { brokers: ['kafka'], peers: ['java', 'python'] }),
  setupFiles: [require.resolve('../../middleware/kafka/preload.cjs')],
};
