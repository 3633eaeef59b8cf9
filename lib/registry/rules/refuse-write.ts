import type { RegistryBackend } from '../model/registry-backend.js';

/** How a backend of this kind answers each write: it is there to be read. */
export function refuseWrite(kind: string): RegistryBackend['write'] {
  return () =>
    Promise.resolve({
      kind: 'refused',
      reason: 'read-only',
      detail: `what the ${kind} backend holds is not written here`,
    });
}
