import { openLan } from './lan';

/** Opens a LAN and goes without closing it. */
openLan({ hosts: ['a'] }).then(
  () => {
    process.stdout.write('opened\n');
    process.exit(0);
  },
  ({ reason, message }) => process.stdout.write(`${reason}: ${message}\n`),
);
