import type { PodCount } from '../../rollout/observation/measured-window.js';
import type { RecordedTraffic, RecordedWindow } from '../../rollout/simulate/simulated-traffic.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a record of traffic: `{"windows": [{"ms": 2000, "counts": {"<criterion>": [{"pod", "total", "bad"}]}}]}`.
 *
 * @returns what is wrong with it, where it is none
 */
export function parseRecorded(text: string): RecordedTraffic | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const list = isObject(value) ? value['windows'] : undefined;
  if (!Array.isArray(list) || list.length === 0) return 'it has no list "windows", or an empty one';
  const windows: RecordedWindow[] = [];
  for (const [index, each] of (list as readonly unknown[]).entries()) {
    const window = readWindow(each);
    if (typeof window === 'string') return `windows/${index}: ${window}`;
    if (window.ms !== (windows[0] ?? window).ms) return `windows/${index}: its "ms" is another than that of the first`;
    windows.push(window);
  }
  return { kind: 'recorded', windows };
}

function readWindow(value: unknown): RecordedWindow | string {
  if (!isObject(value)) return 'it is no object';
  const { ms, counts } = value;
  if (typeof ms !== 'number' || !(ms > 0)) return '"ms" is a number over 0';
  if (!isObject(counts)) return '"counts" is an object of lists, by criterion';
  const read: Record<string, readonly PodCount[]> = {};
  for (const [criterion, pods] of Object.entries(counts)) {
    if (!Array.isArray(pods)) return `counts/${criterion}: it is no list`;
    const sound = (pods as readonly unknown[]).filter(isPodCount);
    if (sound.length < pods.length)
      return `counts/${criterion}: each of it is {"pod", "total", "bad"}, with whole numbers of 0 or more`;
    read[criterion] = sound;
  }
  return { ms, counts: read };
}

function isPodCount(value: unknown): value is PodCount {
  if (!isObject(value) || typeof value['pod'] !== 'string') return false;
  return [value['total'], value['bad']].every((each) => Number.isSafeInteger(each) && Number(each) >= 0);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
