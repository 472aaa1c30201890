import { randomBytes } from 'node:crypto';

/** The parts of a log file's name: when it was begun, by which process and start of it, and which of its files it is. */
export interface FileName {
  /** UTC, as `20260102T030405678Z`: names sort by time. */
  readonly begun: string;
  readonly pid: number;
  /** Random: process ids come again. */
  readonly start: string;
  readonly number: number;
}

/** Makes the random part of a process's files: 10 hexadecimal digits. */
export const newStart = (): string => randomBytes(5).toString('hex');

/** Writes a file name: `audit-20260102T030405678Z-4711-0badc0ffee-000001.jsonl`. */
export const toFileName = ({ begun, pid, start, number }: FileName): string =>
  `audit-${begun}-${pid}-${start}-${String(number).padStart(6, '0')}.jsonl`;

/** The time of a file name. */
export const toBegun = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replaceAll(/[-:.]/g, '');

const pattern = /^audit-(\d{8}T\d{9}Z)-(\d{1,10})-([\da-f]{10})-(\d{6,12})\.jsonl$/;

/** Reads a file name; `undefined` for the name of anything else. */
export function parseFileName(name: string): FileName | undefined {
  const [, begun, pid, start, number] = pattern.exec(name) ?? [];
  if (begun === undefined || start === undefined) return undefined;
  return { begun, pid: Number(pid), start, number: Number(number) };
}
