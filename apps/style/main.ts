import { playRole } from '@parley/roles';
import { styles } from '@parley/styles';

const [id = '', ...argv] = process.argv.slice(2);
const folder = styles[id];
if (folder)
  playRole(folder, argv).then((code) => {
    // What failed may have left something open that would keep the process for ever.
    if (code !== 0) process.exit(code);
  });
else {
  process.stderr.write(`There is no style ${JSON.stringify(id)}: ${Object.keys(styles).join(', ')}.\n`);
  process.exitCode = 2;
}
