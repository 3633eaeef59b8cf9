import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Packs a record for an object of Kubernetes, which holds 1.5 MiB and is written as a whole: gzip, then base64. Read it so:
 * `kubectl get rollout <name> -o jsonpath={.status.record} | base64 -d | gunzip`.
 */
export function packRecord(record: unknown): string {
  return gzipSync(JSON.stringify(record)).toString('base64');
}

/** Reads what `packRecord` has written; undefined where it is something else. */
export function unpackRecord(text: string): unknown {
  try {
    return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
