import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { RegistryBackend } from '../../../../lib/registry/model/registry-backend.js';
import { follow, type Followed } from '../follow.js';
import type { BackendContract, BackendUnderTest } from './backend-under-test.js';

/** A backend that lasts as long as the running test, and what it tells. */
export interface StartedBackend {
  readonly backend: RegistryBackend;
  readonly followed: Followed;
  readonly second: () => RegistryBackend;
  readonly advance: (ms: number) => Promise<void>;
  readonly seed: NonNullable<BackendUnderTest['seed']>;
}

/** Makes a backend for the running test and closes it at its end. */
export async function startBackend({ create }: BackendContract): Promise<StartedBackend> {
  const made = await create();
  const followed = follow(made.backend);
  onTestFinished(async () => {
    followed.end();
    await made.backend.close();
    await made.second?.close();
    await made.stop?.();
  });
  return {
    backend: made.backend,
    followed,
    second: () => given(made.second, 'second'),
    advance: made.advance ?? sleep,
    seed: (instances) => given(made.seed, 'seed')(instances),
  };
}

function given<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the capabilities of this backend ask for "${name}"`);
  return value;
}
