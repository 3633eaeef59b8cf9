import type { MaintenanceWindow } from '../../../ir/rollout/rollout.js';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/**
 * Whether weights may rise now: always where no windows are declared, else within one of them. A window that ends as it begins lasts a day.
 *
 * @param now ms since the epoch of Unix
 */
export function isOpen(windows: readonly MaintenanceWindow[], now: number): boolean {
  if (windows.length === 0) return true;
  const minutes = Math.floor(now / minuteMs);
  const minute = positive(minutes, dayMinutes);
  // The first of January 1970 was a Thursday.
  const day = positive(Math.floor(minutes / dayMinutes) + 4, 7);
  return windows.some((window) => isWithin(window, day, minute));
}

function isWithin({ days, fromMinute, toMinute }: MaintenanceWindow, day: number, minute: number): boolean {
  if (fromMinute < toMinute) return days.includes(day) && minute >= fromMinute && minute < toMinute;
  return minute >= fromMinute ? days.includes(day) : minute < toMinute && days.includes(positive(day - 1, 7));
}

function positive(value: number, modulus: number): number {
  return ((value % modulus) + modulus) % modulus;
}
