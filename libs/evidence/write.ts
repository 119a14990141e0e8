import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence, EvidenceRecord } from './record';

interface Sink {
  file: number;
  run: string;
  process: string;
  inc: string;
  seq: number;
}

let sink: Sink | undefined;

const safe = (name: string): string => name.replace(/[^\w.-]/g, '_');

/**
 * Turns evidence on for this process: one file a process a run under `dir` (`<run>.<process>.<inc>.jsonl`), made if
 * need be. `dir` absent or empty: off. Called again, it closes the file before and starts a new one.
 */
export const startEvidence = ({ dir, run, process: name }: { dir?: string; run: string; process: string }): void => {
  stopEvidence();
  if (!dir) return;
  const inc = `${process.pid}-${process.hrtime.bigint().toString(36)}`;
  mkdirSync(dir, { recursive: true });
  const file = openSync(join(dir, `${safe(run)}.${safe(name)}.${inc}.jsonl`), 'a');
  sink = { file, run, process: name, inc, seq: 0 };
};

/** Turns evidence off and closes the file. */
export const stopEvidence = (): void => {
  if (sink) closeSync(sink.file);
  sink = undefined;
};

/** The incarnation that this process’s records bear; undefined while evidence is off. */
export const incarnation = (): string | undefined => sink?.inc;

/** Whether evidence is on: for callers that would have to compute something for it. */
export const evidenceOn = (): boolean => sink !== undefined;

/**
 * Appends one record. It has left the process when this returns, so that a SIGKILL right after loses nothing of it:
 * one synchronous write a record, on purpose. Off: one comparison. Throws what the file system throws: a history with
 * a hole would convict the innocent.
 */
export const note = (evidence: Evidence): void => {
  if (!sink) return;
  const { run, process: name, inc, file } = sink;
  const record: EvidenceRecord = {
    run,
    process: name,
    inc,
    seq: (sink.seq += 1),
    mono: process.hrtime.bigint().toString(),
    ...evidence,
  };
  writeSync(file, `${JSON.stringify(record)}\n`);
};
