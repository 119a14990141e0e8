import type { DeadLettersClient } from './deadletters.grpc';
import { operation, type Operation } from './operation';
import { notFound, Problem } from './problems';
import { byQueue, deadLetterQueues, deadLetters, letterQuery, newRedrive, redriven } from './schemas';

/** The services that own queues, by name. */
export type Owners = Record<string, DeadLettersClient>;

// One owner that is away must not keep the others' queues from being shown.
const SURVEY_DEADLINE_MS = 2_000;
const REDRIVE_DEADLINE_MS = 60_000;

/** Every owner is asked at once; who does not answer is named, the others' queues are there all the same. */
async function survey(owners: Owners) {
  const names = Object.keys(owners);
  const answers = await Promise.allSettled(
    names.map((name) => owners[name]!.List({}, { deadlineMs: SURVEY_DEADLINE_MS, idempotent: true })),
  );
  return {
    queues: answers.flatMap((answer, index) =>
      answer.status === 'fulfilled'
        ? answer.value.queues.map(({ queue, depth }) => ({ queue, owner: names[index]!, depth }))
        : [],
    ),
    unreachable: names.filter((_name, index) => answers[index]!.status === 'rejected'),
  };
}

async function ownerOf(owners: Owners, queue: string): Promise<string> {
  const { queues, unreachable } = await survey(owners);
  const found = queues.find((entry) => entry.queue === queue);
  if (found) return found.owner;
  if (unreachable.length === 0)
    throw notFound(`no dead-letter queue ${queue}; there are: ${queues.map((q) => q.queue).join(', ')}`);
  throw new Problem(
    503,
    'unavailable',
    'A service is not available',
    `${unreachable.join(', ')} did not say which queues it owns`,
    {
      headers: { 'Retry-After': '1' },
    },
  );
}

/** Dead letters of all services: each is served by the one that owns the queue. */
export function deadLetterOperations(owners: Owners): Operation[] {
  return [
    operation({
      method: 'get',
      path: '/api/dlq',
      id: 'listDeadLetterQueues',
      tag: 'dead letters',
      summary: 'Every dead-letter queue with its depth.',
      replies: { 200: { description: 'The queues', schema: deadLetterQueues } },
      async handle() {
        return { status: 200, body: await survey(owners) };
      },
    }),
    operation({
      method: 'get',
      path: '/api/dlq/{queue}',
      id: 'showDeadLetters',
      tag: 'dead letters',
      summary: 'The first letters of a queue, which stay there.',
      params: byQueue,
      query: letterQuery,
      replies: { 200: { description: 'The letters', schema: deadLetters } },
      async handle({ params: { queue }, query: { limit } }) {
        const owner = await ownerOf(owners, queue);
        const { letters } = await owners[owner]!.Show({ queue, limit }, { idempotent: true });
        const views = letters.map(({ body, traceparent, ...letter }) => ({
          ...letter,
          body: body.toString('base64'),
          ...(traceparent && { traceparent }),
        }));
        return { status: 200, body: { queue, owner, letters: views } };
      },
    }),
    operation({
      method: 'post',
      path: '/api/dlq/{queue}/redrive',
      id: 'redrive',
      tag: 'dead letters',
      summary: 'Sends letters again to where they came from.',
      params: byQueue,
      body: newRedrive,
      replies: { 200: { description: 'How many went', schema: redriven } },
      async handle({ params: { queue }, body: { limit } }) {
        const owner = await ownerOf(owners, queue);
        const done = await owners[owner]!.Redrive({ queue, limit }, { deadlineMs: REDRIVE_DEADLINE_MS });
        return { status: 200, body: { queue, owner, redriven: done.redriven } };
      },
    }),
  ];
}
