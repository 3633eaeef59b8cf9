import { readFileSync } from 'node:fs';

/** Resident memory of a process, in whole MiB. Linux: proc(5). */
export function residentMemory(pid: number): number {
  const kibi = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Math.round(Number(kibi) / 1_024);
}
