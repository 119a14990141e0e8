/** Where the broker stands by default. */
export const port = 'mqtt://guest:guest@127.0.0.1:1883';

/** What the topics of our notices begin with; the type of the notice follows. */
export const prefix = 'parley/notices/';

/**
 * The client id of a subscriber, which names its session. RabbitMQ throws out who has the same one, in whatever virtual
 * host: so the virtual host, which stands before the user, is part of it.
 */
export const sessionOf = (url: string, name: string): string => {
  const [vhost, user] = decodeURIComponent(new URL(url).username).split(':');
  return user === undefined ? name : `${vhost}-${name}`;
};
