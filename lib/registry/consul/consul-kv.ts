import type { ConsulAnswer, ConsulHttp } from './consul-http.js';

/** One key of the KV store. */
export interface KvEntry {
  readonly key: string;
  /** Parsed JSON. */
  readonly value: unknown;
  /** What a conditional write compares. */
  readonly modifyIndex: number;
}

/** One operation of a transaction (`/v1/txn`). */
export type KvOperation =
  /** Writes where the key has this index; 0: where it is not there. */
  | { readonly verb: 'cas'; readonly key: string; readonly value: unknown; readonly index: number }
  | { readonly verb: 'delete-cas'; readonly key: string; readonly index: number }
  | { readonly verb: 'check-index'; readonly key: string; readonly index: number };

/** Reads the entries of an answer of `/v1/kv`; 404 means none. */
export function kvEntries(body: unknown, status: number): readonly KvEntry[] {
  if (status === 404) return [];
  // As the API's documentation has it.
  return (body as readonly { Key: string; Value: string | null; ModifyIndex: number }[]).map((entry) => ({
    key: entry.Key,
    value: JSON.parse(Buffer.from(entry.Value ?? '', 'base64').toString('utf8')) as unknown,
    modifyIndex: entry.ModifyIndex,
  }));
}

/** Reads one key; `undefined` where it is not there. */
export async function readKey(
  http: ConsulHttp,
  key: string,
): Promise<KvEntry | undefined | Exclude<ConsulAnswer, { kind: 'answer' }> | { kind: 'refused'; status: number }> {
  const answer = await http({ method: 'GET', path: `/kv/${key}`, query: { consistent: '' } });
  if (answer.kind !== 'answer') return answer;
  if (answer.status !== 200 && answer.status !== 404) return { kind: 'refused', status: answer.status };
  return kvEntries(answer.body, answer.status)[0];
}

/** Makes all operations or none: 200 when they were made, 409 when one of them found another index. */
export function transact(http: ConsulHttp, operations: readonly KvOperation[]): Promise<ConsulAnswer> {
  const body = operations.map((operation) => ({
    KV: {
      Verb: operation.verb,
      Key: operation.key,
      Index: operation.index,
      ...('value' in operation ? { Value: Buffer.from(JSON.stringify(operation.value)).toString('base64') } : {}),
    },
  }));
  return http({ method: 'PUT', path: '/txn', body });
}
