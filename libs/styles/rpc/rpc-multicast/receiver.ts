/** A member is a server as any other: it need not know that there are more. */
export { openReceiver } from '../rpc/receiver';
