module.exports = require('../../../jest.preset.cjs')(__dirname, { brokers: ['rabbitmq'], peers: ['python', 'java'] });
