import { sortBy } from '../util/sort-by.js';
import { stableJson } from '../util/stable-json.js';

/** Where the output folder keeps its manifest, relative to the folder. */
export const outputManifestPath = 'meshwright/manifest.json';

const manifestVersion = 1;

/** What an output folder holds that we wrote: the licence to remove a file later. */
export interface OutputManifest {
  /** SHA-256 in lower-case hex by path; paths are relative to the output folder, with `/` between segments. */
  readonly hashByPath: ReadonlyMap<string, string>;
  /** Version of Meshwright that wrote the folder. */
  readonly generatorVersion: string;
}

/**
 * Writes a manifest as JSON, sorted by path.
 */
export function renderOutputManifest(manifest: OutputManifest): string {
  const files = Object.fromEntries(sortBy(manifest.hashByPath, ([path]) => path));
  return stableJson({ manifestVersion, meshwright: manifest.generatorVersion, files });
}

/**
 * Reads which paths a manifest lists. A text that is no manifest of ours, or a path that leads out of the folder,
 * lists nothing: then nothing is removed on its word.
 */
export function readOutputManifestPaths(text: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (!isRecord(parsed) || parsed['manifestVersion'] !== manifestVersion || !isRecord(parsed['files'])) return [];
  return Object.keys(parsed['files']).filter(staysInside);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function staysInside(path: string): boolean {
  return (
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..') && !path.includes('\\')
  );
}
