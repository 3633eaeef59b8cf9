import { contentHash } from './content-hash.js';

/** Name of the workload (Deployment, PodDisruptionBudget) of one version, for example `reviews-v1`. */
export function workloadName(service: string, version: string): string {
  return dnsLabel(`${service}-${version}`);
}

/** Name of the headless Service with the pods of one version, for example `reviews-v1`. */
export function versionServiceName(service: string, version: string): string {
  return dnsLabel(`${service}-${version}`);
}

/** Name of the headless Service with the pods of all versions, for example `reviews-headless`. */
export function headlessServiceName(service: string): string {
  return dnsLabel(`${service}-headless`);
}

/** Full DNS name of a Kubernetes Service, for example `reviews.shop.svc.cluster.local`. */
export function serviceHost(
  serviceName: string,
  { namespace, clusterDomain }: { readonly namespace: string; readonly clusterDomain: string },
): string {
  return `${serviceName}.${namespace}.svc.${clusterDomain}`;
}

const maximumLength = 63;
const hashLength = 8;

// A DNS label has up to 63 characters. A longer name keeps its readable start and gets a hash of the whole, so that two
// long names that start alike stay apart.
function dnsLabel(name: string): string {
  if (name.length <= maximumLength) return name;
  const start = name.slice(0, maximumLength - hashLength - 1).replace(/-+$/, '');
  return `${start}-${contentHash(name, hashLength)}`;
}
