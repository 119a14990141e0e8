import type { Place } from '@parley/roles';

/** The broker's own default, for a role that is told no address. */
const local = 'amqp://guest:guest@127.0.0.1:5672/';

/** The virtual host `/` is the empty path; amqplib takes the path's slash for its name. */
const addressOf = ({ connect: [address = local], credentials }: Place): string => {
  if (credentials === 'right') return address;
  const url = new URL(address);
  url.password = 'nobody-has-this';
  return url.href;
};

/** How a role gets to its broker. One that does not answer by the deadline is Retryable; one that refuses is Fatal. */
export const access = (place: Place) => ({
  url: addressOf(place),
  name: place.name,
  connectWithinMs: Math.max(place.deadlineMs, 5000),
  // What a style has to be judged by, it notes itself.
  notes: false,
});
