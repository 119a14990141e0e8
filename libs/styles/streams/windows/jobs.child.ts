import { kafkaClient } from '@parley/middleware/kafka';
import { openImport } from './import';
import { openSink } from './sink';

/** An import of a file or an export to a database, that dies at a step: `import|export BROKERS NAME FILE STEP TIMES`. */
const [what = '', brokers = '', name = '', file = '', step = '', times = '1'] = process.argv.slice(2);
const client = kafkaClient({ brokers: brokers.split(','), clientId: what, log: () => undefined });
let left = Number(times);
const onStep = (done: string): void => {
  if (done !== step) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};

if (what === 'import')
  void openImport(client, {
    file,
    position: { groupId: `${name}.import`, topic: name, partition: 0 },
    maxBatch: 50,
    recordOf: (line) => ({ topic: name, key: line.slice(0, 1), value: Buffer.from(line) }),
    onStep,
  }).then(({ done }) => done);
else
  void openSink(client, {
    file,
    groupId: `${name}.export`,
    topics: [name],
    schema: 'create table if not exists lines (line text)',
    write: (database, { value }) => void database.prepare('insert into lines values (?)').run(value.toString()),
    onStep,
  });
