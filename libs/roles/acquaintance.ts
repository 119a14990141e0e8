import type { Role, Style } from '@parley/taxonomy';

/** The roles whose addresses a role must be given: see `Role.connects`. */
export function connectsOf(style: Style, role: Role): Role[] {
  const { connects } = role;
  if (connects) return style.roles.filter(({ name }) => connects.includes(name));
  const between = style.roles.filter(({ part }) => part === 'middle');
  if (between.length > 0) return role.part === 'middle' ? [] : between;
  return role.binds ? [] : style.roles.filter((other) => other.binds && other !== role);
}

/** The roles in an order in which each can be given what it must know: those that it connects to stand before it. */
export function startOrder(style: Style): Role[] {
  const order: Role[] = [];
  const visit = (role: Role): void => {
    if (order.includes(role)) return;
    for (const other of connectsOf(style, role)) visit(other);
    order.push(role);
  };
  style.roles.forEach(visit);
  return order;
}
