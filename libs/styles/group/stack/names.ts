import type { Message } from './layer';

/** `<group>/<sender>/<inc>/<n>`: unique for ever. */
export const idOf = (group: string, { sender, inc, n }: Message): string => `${group}/${sender}/${inc}/${n}`;

/** The process of a member's name. */
export const processOf = (member: string): string => member.split('~')[0]!;
