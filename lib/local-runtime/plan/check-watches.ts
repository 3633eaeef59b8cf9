import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';

/** How many files Envoys may watch at once, and who says so. */
export interface WatchLimit {
  readonly files: number;
  /** Name of the setting. */
  readonly setting: string;
}

/**
 * Looks whether the Envoys of a mesh may watch all of their files: each takes an inotify instance for each file, and dies
 * where there are no more. Reports `too-many-watched-files`.
 *
 * @param limit undefined where the system has none
 */
export function checkWatches(configs: readonly ProxyConfig[], limit: WatchLimit | undefined): readonly Diagnostic[] {
  // Listeners, clusters, each route configuration and each load assignment are a file.
  const files = configs.reduce(
    (sum, { resources }) => sum + 2 + resources.routes.length + resources.endpoints.length,
    0,
  );
  if (limit === undefined || files <= limit.files) return [];
  return [
    createDiagnostic('too-many-watched-files', {
      message: `the Envoys of this mesh watch ${String(files)} files, and this machine lets a user watch ${String(limit.files)} at once`,
      hint: `as root: sysctl ${limit.setting}=${String(Math.max(1024, 2 * files))}`,
    }),
  ];
}
