import { Fatal } from '@parley/faults';
import { encodeMessage } from '@parley/marshalling';
import { openVentilator } from '@parley/middleware/zeromq';
import type { OpenSender } from '@parley/roles';
import { sourcePorts, style } from './style';

/** Opens a source. A notice is a job: it is handed to a worker that has asked, and again until its result is in. */
export const openSender: OpenSender = async ({ bind, deadlineMs }) => {
  const [jobs = sourcePorts[0], results = sourcePorts[1]] = bind;
  const ventilator = await openVentilator({
    bind: jobs,
    sinkBind: results,
    channel: 'jobs',
    resultChannel: 'results',
    resendAfterMs: Math.max(500, deadlineMs / 4),
    maxQueued: 10_000,
  });
  let closing: Promise<void> | undefined;
  return {
    addresses: [ventilator.addresses.jobs, ventilator.addresses.results],
    notify: async (message) => {
      if (closing) throw new Fatal('this source is closed', { reason: 'closed' });
      if (message.body.length > style.maxBytes!)
        throw new Fatal(`${message.body.length} bytes are too many for a job`, { reason: 'too-large' });
      await ventilator.run({ id: `${message.id}.job`, body: encodeMessage(message), headers: {} }, { deadlineMs });
    },
    close: () => (closing ??= ventilator.drain().then(() => ventilator.close())),
  };
};
