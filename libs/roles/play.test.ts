import type { Style } from '@parley/taxonomy';
import { playRole, type DeckProgram, type StyleFolder } from './index';

const endless: DeckProgram = ({ ready, signal }) => {
  ready([]);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
};
const refused: DeckProgram = async () => {
  throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
};
const folder = {
  style: { id: 'x', roles: [{ name: 'client', part: 'sender', knows: [] }] } as unknown as Style,
  deck: async () => ({ deck: { client: endless } }),
  shows: {},
} as unknown as StyleFolder;

const play = async (one: StyleFolder, ...argv: string[]) => {
  let said = '';
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said += String(text)), true));
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  const code = await playRole(one, argv);
  for (const spy of [stderr, stdout]) spy.mockRestore();
  return { code, said };
};

test.each([
  [['--role', 'client', '--count', 'abc'], /--count wants a whole number.*\(fatal\)/],
  [['--role', 'client', '--deadline', '-5x'], /--deadline wants a whole number|ambiguous/],
  [['--role', 'client', '--credentials', 'none'], /--credentials wants right or wrong.*\(fatal\)/],
  [['--role', 'client', '--from', 'end'], /--from wants beginning.*\(fatal\)/],
  [['--role', 'nobody'], /x has no role nobody: client\..*\(fatal\)/],
  [['--show', 'nothing'], /x has no show nothing.*\(fatal\)/],
  [['--nonsense'], /nonsense.*\(fatal\)/s],
])('%j is refused, and it is said why', async (argv, why) => {
  expect(await play(folder, ...argv)).toEqual({ code: 1, said: expect.stringMatching(why) });
});

test('the deck’s program gives up at the deadline that it is given', async () => {
  const { code, said } = await play(folder, '--role', 'client', '--deadline', '50');
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/not ended after 50 ms.*\(unknown\)/) });
});

test('that nobody takes the connection is retryable', async () => {
  const alone = { ...folder, deck: async () => ({ deck: { client: refused } }) };
  expect((await play(alone, '--role', 'client')).said).toMatch(/nobody is there.*\(retryable\)/);
});
