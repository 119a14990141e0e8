import type { Place } from '@parley/roles';

/** RabbitMQ keeps the answer to a wrong password back for three seconds: who gives up before never hears it. */
const loginMs = 5000;

/** How a role gets to its broker; one that stands at `local` where it is told no address. */
export const access = ({ connect: [address], credentials, name, deadlineMs }: Place, local: string) => {
  const url = new URL(address ?? local);
  if (credentials === 'wrong') url.password = 'nobody-has-this';
  return { url: url.href, name, withinMs: Math.max(deadlineMs, loginMs) };
};
