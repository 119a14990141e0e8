module.exports = {
  ...require('../../../jest.preset.cjs')(__dirname, { brokers: ['kafka', 'moto'], peers: ['python', 'java'] }),
  setupFiles: [require.resolve('../../middleware/kafka/preload.cjs')],
};
