/** The largest body of one message, in bytes; with its head and in the carrier's own writing it stays below the carrier's maximum. */
export const maxBytes = 4 * 1024 * 1024;

/** The largest head: everything of a message but its body. */
export const maxHead = 64 * 1024;

/** The longest message of the carrier: base64 makes four bytes of three. */
export const maxFrame = 2 * maxBytes;
