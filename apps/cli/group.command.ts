import { Command } from 'commander';
import type { Context } from './context';
import { groupCheckCommand } from './group-check.command';
import { groupDrawCommand } from './group-draw.command';
import { groupRunCommand } from './group-run.command';

export function groupCommand(context: Context): Command {
  const group = new Command('group').description('group communication: run a stack, judge a history, draw it');
  for (const make of [groupRunCommand, groupCheckCommand, groupDrawCommand]) group.addCommand(make(context));
  // A process of `run`: it is told on stdin what to do. Loaded when it is wanted: no other command needs the middleware.
  const member = async () => (await import('@parley/styles/group/shown/member')).playMember();
  group.addCommand(new Command('member').action(member), { hidden: true });
  return group;
}
