import { Command } from 'commander';
import type { Content__Output } from '@parley/contracts/generated/parley/views/v1/Content';
import type { ViewsDefinition } from '@parley/contracts/generated/parley/views/v1/Views';
import { grpcClient } from '@parley/middleware/grpc';
import { command, show, type Context } from './context';
import { facts } from './output';
import { findSystem, need } from './system';

/** A rebuild reads the whole log. */
const rebuildMs = 600_000;
const statusMs = 30_000;

type Client = ReturnType<typeof grpcClient<ViewsDefinition>>;

/** Does something with the views of the running system; exit code 3 where none is known. */
async function withViews<T>({ env }: Context, work: (views: Client) => Promise<T>): Promise<T> {
  const views = grpcClient<ViewsDefinition>('parley.views.v1.Views', need(findSystem(env), 'views', env));
  try {
    return await work(views);
  } finally {
    views.close();
  }
}

const shown = (content?: Content__Output | null) => (content ? `${content.rows} rows, ${content.hash}` : undefined);
const ms = (n: number) => `${n.toFixed(0)} ms`;

function statusCommand(context: Context) {
  return command('status', 'how far they are behind the log, and what they hold').action(async ({ json }) => {
    const status = await withViews(context, (views) => views.Status({ content: true }, { deadlineMs: statusMs }));
    const { lag, visible } = status;
    const positions = status.positions.map(({ partition, next, end }) => `${partition}: ${next} of ${end}`).join(', ');
    show(context, json, status, () =>
      facts(
        [
          ['log', positions],
          ['behind', `${lag?.events} events, at most ${lag?.ms} ms`],
          [
            'visible after',
            visible && visible.events > 0
              ? `${ms(visible.p50)} (half), ${ms(visible.p99)} (99 %), ${ms(visible.max)} (all) of ${visible.events} events`
              : undefined,
          ],
          ['cache', shown(status.cache)],
          ['search view', shown(status.search)],
          ['made from nothing', `${status.generation} times${status.rebuilding ? ', and again now' : ''}`],
          ['unreadable', status.unreadable],
        ],
        context.output,
      ),
    );
  });
}

function rebuildCommand(context: Context) {
  return command('rebuild', 'make both again from the beginning of the log; meanwhile the old ones answer')
    .option('--check', 'compare them with what was there; exit code 1 where they differ')
    .action(async ({ json, check = false }) => {
      const rebuilt = await withViews(context, (views) => views.Rebuild({ check }, { deadlineMs: rebuildMs }));
      const both = (before?: Content__Output | null, after?: Content__Output | null) =>
        after && `${shown(before)}  →  ${shown(after)}`;
      show(context, json, rebuilt, () =>
        facts(
          [
            ['read', `${rebuilt.records} records in ${ms(rebuilt.ms)}`],
            ['made from nothing', `${rebuilt.generation} times`],
            ['cache', both(rebuilt.cacheBefore, rebuilt.cache)],
            ['search view', both(rebuilt.searchBefore, rebuilt.search)],
            ['the same', check ? (rebuilt.same ? 'yes' : 'NO') : undefined],
          ],
          context.output,
        ),
      );
      context.verdict(check && !rebuilt.same ? 1 : 0);
    });
}

export function viewsCommand(context: Context) {
  return new Command('views')
    .description('the cache and the search view of the orders, kept by their events')
    .addCommand(statusCommand(context))
    .addCommand(rebuildCommand(context));
}
