/**
 * For jest's setupFiles: loads every part of Kafka's protocol. kafkajs loads each when it is first needed, which jest forbids
 * between two tests: where tests run side by side, that is a matter of luck.
 */
const { requests } = require('kafkajs/src/protocol/requests');

for (const { versions, protocol } of Object.values(requests))
  for (const version of versions) {
    try {
      protocol({ version })({});
    } catch {
      // Its modules are there; what it wants besides is not.
    }
  }
