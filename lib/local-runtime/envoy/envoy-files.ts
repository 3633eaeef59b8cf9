import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import { proxyFiles } from '../../envoy-resources/proxy-files.js';
import { sortBy } from '../../util/sort-by.js';
import type { ConfigFolder } from './config-folder.js';
import type { EnvoyAdmin } from './envoy-admin.js';
import { expectedVersions, type ExpectedVersion } from './expected-versions.js';
import { pollUntil } from '../poll-until.js';

/** What a change of configuration came to. */
export interface EnvoyFilesChange {
  /** Names of the files that were written. */
  readonly written: readonly string[];
  /** Names of those that the Envoy did not take; empty when it runs on all of them. */
  readonly refused: readonly string[];
}

/** The files of one running Envoy, and how they change under it. */
export interface EnvoyFiles {
  /** Waits until the Envoy runs on its first files. Returns those that it did not take. */
  readonly settle: (signal: AbortSignal) => Promise<readonly string[]>;
  /**
   * Brings the Envoy to a configuration, without taking from it what requests on their way may still need: clusters that
   * are gone from the configuration stay.
   */
  readonly change: (config: ProxyConfig, signal: AbortSignal) => Promise<EnvoyFilesChange>;
  /** Brings the Envoy back to the configuration before the last change, without waiting for it. */
  readonly undo: () => void;
  /** Takes away what `change` has left. */
  readonly tidy: () => void;
}

const patience = { timeoutMs: 10_000, intervalMs: 20 };
const versionTexts = /version_text$/;
const warming = /^(cluster_manager\.warming_clusters|listener_manager\.total_listeners_warming)$/;

/**
 * The kinds of files in the order that they are written: each refers to those before it, and Envoy refuses a reference to
 * a file that is not there. Between the steps it is waited for.
 */
const steps = [
  [/^eds-/, /^cds\./],
  [/^rds-/, /^lds\./],
] as const;

/** Writes the first files of an Envoy, and says how to change them once it runs. */
export function createEnvoyFiles(first: ProxyConfig, folder: ConfigFolder, admin: EnvoyAdmin): EnvoyFiles {
  let current = first;
  let previous = first;
  for (const [name, text] of proxyFiles(first)) folder.write(name, text);

  const arrive = async (expected: readonly ExpectedVersion[], signal: AbortSignal): Promise<readonly string[]> => {
    let missing = expected;
    const ask = async (): Promise<boolean> => {
      const shown = await admin.stats(versionTexts, signal);
      missing = missing.filter(
        ({ isStat, version }) => ![...shown].some(([name, value]) => isStat(name) && value === version),
      );
      if (missing.length > 0) return false;
      // Versions show what was read; what was read is in use once nothing waits for its parts.
      const waiting = await admin.stats(warming, signal);
      return waiting.size === 2 && [...waiting.values()].every((count) => count === 0);
    };
    return (await pollUntil(ask, { ...patience, signal })) ? [] : missing.map(({ fileName }) => fileName);
  };

  return {
    settle: (signal) => arrive(expectedVersions(first.resources, proxyFiles(first)), signal),
    async change(config, signal) {
      previous = current;
      const wide = { ...config, resources: withClustersOf(config, current) };
      const files = proxyFiles(wide);
      const written: string[] = [];
      for (const kinds of steps) {
        const changed = kinds.flatMap((kind) => writeKind(kind, files, folder));
        const expected = expectedVersions(wide.resources, files).filter(({ fileName }) => changed.includes(fileName));
        written.push(...changed);
        const refused = await arrive(expected, signal);
        if (refused.length > 0) return { written, refused };
      }
      current = config;
      return { written, refused: [] };
    },
    undo() {
      const wide = { ...previous, resources: withClustersOf(previous, current) };
      for (const kind of steps.flat()) writeKind(kind, proxyFiles(wide), folder);
      current = previous;
    },
    tidy() {
      const files = proxyFiles(current);
      for (const [name, text] of files) folder.write(name, text);
      folder.keepOnly(new Set(files.keys()));
    },
  };
}

/** Returns the names of those that changed. */
function writeKind(kind: RegExp, files: ReadonlyMap<string, string>, folder: ConfigFolder): readonly string[] {
  return [...files].filter(([name, text]) => kind.test(name) && folder.write(name, text)).map(([name]) => name);
}

/** The resources of a configuration, and the clusters of the one before that it no longer has. */
function withClustersOf({ resources }: ProxyConfig, previous: ProxyConfig): ProxyConfig['resources'] {
  const clusters = new Set(resources.clusters.map(({ name }) => name));
  const old = previous.resources.clusters.filter(({ name }) => !clusters.has(name));
  const endpoints = previous.resources.endpoints.filter(({ cluster_name: name }) => !clusters.has(name));
  return {
    ...resources,
    clusters: sortBy([...resources.clusters, ...old], ({ name }) => name),
    endpoints: sortBy([...resources.endpoints, ...endpoints], ({ cluster_name: name }) => name),
  };
}
