/** Bytes of the largest body that these styles take: what is larger belongs in a file, and its name in the message. The broker's own limit is 128 MiB. */
export const maxBytes = 4 * 1024 * 1024;
