module.exports = require('../../../jest.preset.cjs')(__dirname, {
  brokers: ['rabbitmq', 'activemq'],
  peers: ['python', 'qpid'],
});
