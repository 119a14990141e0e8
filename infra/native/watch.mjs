/** `npm run dev`: a change of a source rebuilds; services whose bundle is another than before start again. */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { apps, build } from './build.mjs';
import { root } from './paths.mjs';

/** Watches until `stop()`. `restart(apps)` restarts services by app. A change of a .proto concerns all (they load it at the start). */
export function watchSources({ restart, onLine }) {
  let proto = false;
  let timer;
  let running = Promise.resolve();
  const rebuild = async () => {
    const all = proto;
    proto = false;
    try {
      const changed = await build();
      const touched = all ? apps() : changed;
      if (touched.length === 0) return;
      onLine(`changed: ${touched.join(' ')}`);
      await restart(touched);
      onLine('restarted');
    } catch (error) {
      onLine(`not restarted: ${error.message.split('\n')[0]}`);
    }
  };
  const watchers = ['apps', 'libs', 'proto'].map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (!/\.(ts|json|proto)$/.test(file ?? '') || /\.test\.ts$/.test(file)) return;
      proto ||= folder === 'proto';
      clearTimeout(timer);
      timer = setTimeout(() => (running = running.then(rebuild)), 150);
    }),
  );
  return {
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      return running;
    },
  };
}
