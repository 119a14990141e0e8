import type { OpenReceiver } from '@parley/roles';
import { openReceiver as openServer } from '../rpc/receiver';
import { isGroupAddress } from './datagrams';
import { openMember } from './member';

/** A member is a server as any other and need not know that there are more; or one of those at a group’s address. */
export const openReceiver: OpenReceiver = (place, application) =>
  (isGroupAddress(place.bind[0] ?? '') ? openMember : openServer)(place, application);
