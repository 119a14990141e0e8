import { InvalidArgumentError } from 'commander';

export interface WantedLine {
  sku: string;
  quantity: number;
}

/** `85123A:6` → that line. The sku may hold colons and blanks (`BANK CHARGES:1`): the last colon counts. */
export function wantedLine(text: string, before: WantedLine[] = []): WantedLine[] {
  const match = /^(.+):(\d+)$/.exec(text);
  if (!match || Number(match[2]) < 1)
    throw new InvalidArgumentError('Expected SKU:QUANTITY with a whole quantity of 1 or more, e.g. 85123A:6.');
  return [...before, { sku: match[1]!, quantity: Number(match[2]) }];
}

/** A whole number of at least `least`. */
export const whole = (least: number) => (text: string) => {
  if (!/^\d+$/.test(text) || Number(text) < least)
    throw new InvalidArgumentError(`Expected a whole number of ${least} or more.`);
  return Number(text);
};

/** A number above 0. */
export function rate(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Expected a number above 0.');
  return value;
}

/** `all`, or how many. */
export const orders = (text: string): number => (text === 'all' ? Infinity : whole(0)(text));

/** `beginning`, `offset:N`, or a time in any form that JavaScript reads, as RFC 3339 in UTC. */
export function moment(text: string): string {
  if (text === 'beginning' || /^offset:\d+$/.test(text)) return text;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('Expected beginning, offset:N or a time such as 2026-01-31T12:00Z.');
  return at.toISOString();
}
