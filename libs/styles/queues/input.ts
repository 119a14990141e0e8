import { Fatal } from '@parley/faults';
import type { Delivery } from '@parley/middleware/rabbitmq';
import type { Application } from '@parley/roles';

/** What is wrong with the message itself, not with whoever handles it. */
const badInput = ['undecodable', 'unknown-content-type'];

/** The application is told of bad input; the error goes on, so that the message gets to the dead letters with its reason. */
export const tellingOfBadInput =
  <T>({ refused }: Pick<Application, 'refused'>, handle: (delivery: Delivery) => Promise<T>) =>
  async (delivery: Delivery): Promise<T> => {
    try {
      return await handle(delivery);
    } catch (error) {
      if (error instanceof Fatal && badInput.includes(error.reason)) refused(error);
      throw error;
    }
  };
