import { playRole, type StyleFolder } from '@parley/roles';
import { style as reqrep } from './reqrep/style';
import { style as pubsub } from './pubsub/style';
import { style as pipeline } from './pipeline/style';

/** One role of one of the three, in a process of its own: `STYLE --role NAME …`. */
const folders: Record<string, StyleFolder> = {
  reqrep: {
    style: reqrep,
    sender: () => import('./reqrep/sender'),
    receiver: () => import('./reqrep/receiver'),
    deck: () => import('./reqrep/deck'),
    shows: {},
  },
  pubsub: {
    style: pubsub,
    sender: () => import('./pubsub/sender'),
    receiver: () => import('./pubsub/receiver'),
    deck: () => import('./pubsub/deck'),
    shows: {},
  },
  pipeline: {
    style: pipeline,
    sender: () => import('./pipeline/sender'),
    receiver: () => import('./pipeline/receiver'),
    deck: () => import('./pipeline/deck'),
    shows: {},
  },
};

const [id = '', ...argv] = process.argv.slice(2);
void playRole(folders[id]!, argv).then((code) => {
  process.exitCode = code;
});
