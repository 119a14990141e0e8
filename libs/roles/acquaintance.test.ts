import type { Role, Style } from '@parley/taxonomy';
import { connectsOf, roleOf, startOrder } from './index';

const style = (...roles: Role[]) => ({ id: 'x', roles }) as unknown as Style;
const server: Role = { name: 'server', part: 'receiver', binds: true, knows: [] };
const client: Role = { name: 'client', part: 'sender', aliases: ['caller'], knows: [] };
const registry: Role = { name: 'registry', part: 'middle', binds: true, knows: [] };
const names = (roles: Role[]) => roles.map(({ name }) => name);

describe('who must know whom', () => {
  it('who connects knows who binds', () => {
    expect(names(connectsOf(style(client, server), client))).toEqual(['server']);
    expect(connectsOf(style(client, server), server)).toEqual([]);
  });

  it('where somebody stands between, both know only that one', () => {
    const all = style(client, server, registry);
    expect(names(connectsOf(all, client))).toEqual(['registry']);
    expect(names(connectsOf(all, server))).toEqual(['registry']);
    expect(connectsOf(all, registry)).toEqual([]);
  });

  it('a role may say itself whom it knows', () => {
    const buffer: Role = { ...registry, name: 'buffer', connects: ['server'] };
    const plain: Role = { ...server, connects: [] };
    const all = style({ ...client, connects: ['buffer'] }, buffer, plain);
    expect(names(startOrder(all))).toEqual(['server', 'buffer', 'client']);
  });

  it('each starts after those that it knows', () => {
    expect(names(startOrder(style(client, server, registry)))).toEqual(['registry', 'client', 'server']);
    expect(names(startOrder(style(client, server)))).toEqual(['server', 'client']);
  });
});

describe('a role', () => {
  it.each(['client', 'caller', 'sender'])('is found as %s', (name) => {
    expect(roleOf(style(server, client), name)).toBe(client);
  });

  it('that the style has not is not found', () => {
    expect(roleOf(style(server, client), 'broker')).toBeUndefined();
  });
});
