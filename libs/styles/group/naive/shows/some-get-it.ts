import { judgeRecords, type Verdicts } from '@parley/evidence';
import type { Finding, Stage } from '@parley/roles';
import { table } from '@parley/staging';
import { drawHistory } from '../../shown/drawn';
import type { Lab } from '../../shown/lab';
import { deliveredBy } from '../../shown/seen';
import { groupShow, type InLab } from '../../shown/shows';

const members = ['p1', 'p2', 'p3', 'p4'];
const survivors = members.slice(1);

interface Outcome {
  stack: string;
  happens: string;
  got: string[];
  verdicts: Verdicts;
}

const outcomeOf = async (stage: Stage, lab: Lab, of: { stack: string; happens: string; name: string }) => {
  await lab.settled(400);
  const history = lab.history();
  drawHistory(stage, of.name, `${of.stack}: ${of.happens}`, history);
  const got = members.filter((name) => deliveredBy(history, name).length > 0);
  return { stack: of.stack, happens: of.happens, got, verdicts: judgeRecords(history) };
};

/** The naive way, as the lecture has it: p1 sends to each with ACK and repetition, and dies when p2 has been sent to. */
const naively = (stage: Stage, inLab: InLab): Promise<Outcome> =>
  inLab({ stack: ['tcp', 'ack', 'naive'] }, async (lab) => {
    const [p1] = await lab.members(members, { p1: { diesAfter: 1 } });
    void p1!.send({ count: 1 });
    await lab.died(p1!);
    return outcomeOf(stage, lab, { stack: 'naive', happens: 'p1 dies when p2 has been sent to', name: 'naive' });
  });

/** The same fault for others: what p1 sends comes through only to these, then p1 dies. */
const whenSome = (stage: Stage, inLab: InLab, layer: 'relay' | 'uniform', through: string[]): Promise<Outcome> =>
  inLab({ stack: ['udp', 'nack', layer] }, async (lab) => {
    const [p1, ...others] = await lab.members(members);
    const cut = others.filter(({ name }) => !through.includes(name));
    await Promise.all(cut.map((player) => player.tell({ do: 'cut', from: ['p1'] })));
    await p1!.send({ count: 1 });
    const wanted = through.length > 0 ? through : layer === 'relay' ? ['p1'] : [];
    await lab.until((history) => wanted.every((name) => deliveredBy(history, name).length > 0));
    await p1!.crash();
    await Promise.all(cut.map((player) => player.tell({ do: 'cut', from: [] })));
    const happens =
      through.length > 0 ? `only ${through.join(', ')} gets it of p1, which dies` : 'nobody gets it of p1, which dies';
    return outcomeOf(stage, lab, { stack: layer, happens, name: `${layer}-${through.length}` });
  });

/** Reliable multicast the naive way, the run in which it fails, the relay that mends it, and what uniform adds. */
export const show = groupShow('naive', 'some-get-it', {
  title: 'All or none? The sender dies half-way: naive, with a relay, uniform',
  rows: ['S48'],
  run: async (stage, inLab): Promise<Finding[]> => {
    const naive = await naively(stage, inLab);
    const [relay, alone] = await Promise.all([
      whenSome(stage, inLab, 'relay', ['p2']),
      whenSome(stage, inLab, 'relay', []),
    ]);
    const [uniform, uniformSome] = await Promise.all([
      whenSome(stage, inLab, 'uniform', []),
      whenSome(stage, inLab, 'uniform', ['p2']),
    ]);
    table(
      ['way', 'what happens', 'delivered at', 'agreement', 'uniform agreement'],
      [naive, relay, alone, uniform, uniformSome].map(({ stack, happens, got, verdicts }) => [
        stack,
        happens,
        got.join(' ') || '-',
        verdicts.agreement.is,
        verdicts['uniform-agreement'].is,
      ]),
    ).forEach(stage.say);
    const all = ({ got }: Outcome) => survivors.every((name) => got.includes(name));
    const none = ({ got }: Outcome) => survivors.every((name) => !got.includes(name));
    const said = ({ got }: Outcome) => `delivered at ${got.join(', ') || 'nobody'}`;
    return [
      {
        says: 'The naive way: some of the correct members have it and some have not',
        measured: `${said(naive)}; agreement ${naive.verdicts.agreement.is}`,
        holds: !all(naive) && !none(naive) && naive.verdicts.agreement.is === 'violated',
      },
      {
        says: 'With a relay, one correct member that has it is enough for all',
        measured: `${said(relay)}; agreement ${relay.verdicts.agreement.is}`,
        holds: all(relay) && relay.verdicts.agreement.is === 'holds',
      },
      {
        says: 'Reliable is not uniform: what only the dead one delivered, no correct one has',
        measured: `${said(alone)}; agreement ${alone.verdicts.agreement.is}, uniform ${alone.verdicts['uniform-agreement'].is}`,
        holds: none(alone) && alone.got.includes('p1') && alone.verdicts['uniform-agreement'].is === 'violated',
      },
      {
        says: 'Uniform: it does not deliver either before a majority has it',
        measured: `${said(uniform)}; uniform ${uniform.verdicts['uniform-agreement'].is}`,
        holds: uniform.got.length === 0 && uniform.verdicts['uniform-agreement'].is !== 'violated',
      },
      {
        says: 'Uniform, where one correct member has it: all deliver it',
        measured: `${said(uniformSome)}; uniform ${uniformSome.verdicts['uniform-agreement'].is}`,
        holds: all(uniformSome) && uniformSome.verdicts['uniform-agreement'].is !== 'violated',
      },
    ];
  },
});
