import { resolve } from 'node:path';
import { Fatal } from '@parley/faults';
import { style } from './style';

/** Who the mails are for, and the folder of the mailbox at that one's server. */
export const recipient = 'warehouse@recipient.example';
export const mailboxOf = (folder: string, user: string): string => `${folder}/${user}`;
export const userOf = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf('@')));

/** The mail address of a sender by its name. */
export const senderAddress = (name: string): string => `${name}@sender.example`;

/** Where a server is: the address that it serves SMTP at, and the folder of its mail on disk. */
export interface ServerPlace {
  url: string;
  host: string;
  port: number;
  folder: string;
}

/** Reads `smtp://host:port` and `file://folder` of a server; what is not given is the default of its role. */
export const serverAt = (role: 'sender-server' | 'recipient-server', given: string[]): ServerPlace => {
  const usual = style.roles.find(({ name }) => name === role)!.address!;
  const of = (scheme: string): string => [...given, ...usual].find((one) => one.startsWith(scheme))!;
  const url = of('smtp://');
  const { hostname: host, port } = new URL(url);
  if (port === '') throw new Fatal(`${url} is not smtp://host:port`, { reason: 'address' });
  return { url, host, port: Number(port), folder: resolve(of('file://').slice('file://'.length)) };
};
