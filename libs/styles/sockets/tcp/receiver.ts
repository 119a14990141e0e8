import { decodeMessage, encodeMessage } from '@parley/marshalling';
import { openSocketServer } from '@parley/middleware/socket';
import type { OpenReceiver } from '@parley/roles';
import { frameBytes, style } from './style';

/** Any number of clients; while the application has its hands full, it reads no more and they have to wait. */
export const openReceiver: OpenReceiver = ({ bind: [address = style.roles[0]!.address![0]!] }, application) =>
  openSocketServer(
    address,
    {
      notice: async (bytes) => application.notify(decodeMessage(bytes)),
      request: async (bytes) => encodeMessage(await application.reserve(decodeMessage(bytes))),
      refused: application.refused,
    },
    { maxBytes: frameBytes },
  );
