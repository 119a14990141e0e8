import { startProcess, type Places } from '@parley/faults';

/** An address and a port as /proc/net/udp has them: the address's bytes from the last to the first. */
const inKernel = (host: string, port: number): string => {
  const bytes = host.split('.').map(Number).reverse();
  return `${Buffer.from(bytes).toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
};

/**
 * Announces each place, none of which is announced yet, while a server is bound to the shared address there, and withdraws it when there is none, as a
 * health check beside a router does. Looks twenty times a second, on the place's own server. Ends with its places.
 */
export function keepAnnounced(places: Places, names: string[], port: number): void {
  const script = `while :; do
    if grep -q '${inKernel(places.address, port)}' /proc/net/udp; then echo up; else echo down; fi
    sleep 0.05
  done`;
  // One change of routes at a time, in the order in which they were seen.
  let changes = Promise.resolve();
  for (const place of names) {
    let announced = false;
    startProcess([...places.prefix('server', place), 'sh', '-c', script]).eachLine((line) => {
      if ((line === 'up') === announced) return;
      announced = !announced;
      const change = announced ? places.announce : places.withdraw;
      // The places may be closing at this moment.
      changes = changes.then(() => change(place)).catch(() => undefined);
    });
  }
}
