import { decodeMessage } from '@parley/marshalling';
import { openSocketServer } from '@parley/middleware/socket';
import type { OpenReceiver } from '@parley/roles';
import { frameBytes, style } from './style';

const acknowledgement = Buffer.from('ACK');

/** A member: what it is sent it gives to the application, and answers when that is done. It passes nothing on. */
export const openReceiver: OpenReceiver = ({ bind: [address = style.roles[0]!.address![0]!] }, application) =>
  openSocketServer(
    address,
    {
      request: async (bytes) => {
        await application.notify(decodeMessage(bytes));
        return acknowledgement;
      },
      refused: application.refused,
    },
    { maxBytes: frameBytes },
  );
