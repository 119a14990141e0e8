import { brokerOf, type Role, type Style } from '@parley/taxonomy';

/** The roles whose addresses a role must be given: see `Role.connects`. */
export function connectsOf(style: Style, role: Role): Role[] {
  const { connects } = role;
  if (connects) return style.roles.filter(({ name }) => connects.includes(name));
  const between = style.roles.filter(({ part }) => part === 'middle');
  if (between.length > 0) return role.part === 'middle' ? [] : between;
  return role.binds ? [] : style.roles.filter((other) => other.binds && other !== role);
}

/** The roles that are ours to start, in an order in which each can be given what it must know: those that it connects to stand before it. */
export function startOrder(style: Style): Role[] {
  const order: Role[] = [];
  const visit = (role: Role): void => {
    if (order.includes(role)) return;
    for (const other of connectsOf(style, role)) visit(other);
    if (role.external === undefined) order.push(role);
  };
  style.roles.forEach(visit);
  return order;
}

/**
 * The addresses that a role is given: those of the players whom it must know, and what its ground tells it. A ground that
 * is a place on a broker tells the broker's address to those that connect to the broker; any other ground tells all.
 */
export function knownTo(
  style: Style,
  role: Role,
  players: readonly { role: Role; addresses: string[] }[],
  told: string[] | undefined,
): string[] {
  const others = connectsOf(style, role);
  const own = players.filter((player) => others.includes(player.role)).flatMap(({ addresses }) => addresses);
  const broker = brokerOf(style);
  if (!broker) return told ?? own;
  return others.includes(broker) ? [...own, ...(told ?? [])] : own;
}
