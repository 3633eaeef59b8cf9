import { resourceFileName } from '../../envoy-resources/resource-file-name.js';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';

/** A stat by which an Envoy tells which version of a file it runs on. */
export interface ExpectedVersion {
  readonly fileName: string;
  /** Whether a stat of this name is the one. */
  readonly isStat: (name: string) => boolean;
  readonly version: string;
}

/**
 * Says what an Envoy's text readouts show once it runs on the given files. Envoy: `version_text` of each subscription.
 */
export function expectedVersions(
  resources: ResourceSet,
  files: ReadonlyMap<string, string>,
): readonly ExpectedVersion[] {
  const expect = (fileName: string, isStat: (name: string) => boolean): ExpectedVersion => ({
    fileName,
    isStat,
    version: versionOf(files.get(fileName) ?? ''),
  });
  return [
    expect('cds.json', (name) => name === 'cluster_manager.cds.version_text'),
    expect('lds.json', (name) => name === 'listener_manager.lds.version_text'),
    ...resources.routes.map(({ name: routes = '' }) =>
      expect(
        resourceFileName('rds', routes),
        (name) => name.startsWith('http.') && name.endsWith(`.rds.${statName(routes)}.version_text`),
      ),
    ),
    ...resources.endpoints.map(({ cluster_name: cluster }) =>
      expect(resourceFileName('eds', cluster), (name) => name === `cluster.${statName(cluster)}.version_text`),
    ),
  ];
}

/** Envoy writes `:` of a name as `_` in stats. */
function statName(name: string): string {
  return name.replaceAll(':', '_');
}

function versionOf(discoveryResponse: string): string {
  // Written by `proxyFiles`, which puts the version into every file.
  return (JSON.parse(discoveryResponse) as { readonly version_info: string }).version_info;
}
