/** Where the checker looks: at the stores, the brokers and the mailboxes themselves, at no service. */
export interface Sources {
  /** Folder of the services' SQLite files. */
  dataDir: string;
  /** PostgreSQL instead, a schema a service. */
  databaseUrl?: string;
  amqpUrl: string;
  kafkaBrokers: string[];
  /** The maildir. */
  mailDir: string;
}
