import type { Version } from '../../../ir/version.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import type { EffectiveRouteSite } from '../route-sites.js';

/** A replica that gets this many times the load of the average one of its split is surely not meant to. */
const overloadFactor = 5;

/** The same of a version that gets most of the traffic: there is no caution in that, and weights are easily swapped. */
const mainFactor = 3;

/**
 * Finds splits that give a version of few replicas the load of many: a weight that went up before the replicas did. Splits
 * over versions of one service are looked at, and versions with fewer replicas than another one beside them.
 */
export const weightExceedsCapacity = defineEffectiveCheck('weight-exceeds-capacity', function* ({ routes }) {
  const told = new Set<string>(); // one split is part of several routes: callers and gateways join their own word with it
  for (const site of routes) {
    const shares = sharesOf(site);
    const replicas = sum(shares.map(({ version }) => version.replicas));
    const most = Math.max(0, ...shares.map(({ version }) => version.replicas));
    const weights = sum(shares.map(({ weight }) => weight));
    for (const { version, weight, service } of shares) {
      if (version.replicas === 0 || version.replicas === most) continue;
      const factor = weight / version.replicas / (weights / replicas);
      if (factor < (weight > weights / 2 ? mainFactor : overloadFactor)) continue;
      const key = `${service} ${version.name} ${String(weight)}`;
      if (told.has(key)) continue;
      told.add(key);
      yield {
        message:
          `route "${site.route.name}" sends ${String(weight)} % to version "${version.name}" of service "${service}", which has ` +
          `${String(version.replicas)} of ${String(replicas)} replicas: each gets ${String(Math.round(factor * 10) / 10)} times the average load`,
        origin: site.route.origin,
        related: [{ message: 'the version', origin: version.origin }],
        hint: `give it replicas before traffic: about ${String(Math.min(Math.ceil((weight / weights) * replicas), replicas - 1))} of ${String(replicas)} for this share`,
      };
    }
  }
});

interface VersionShare {
  readonly service: string;
  readonly version: Version;
  readonly weight: number;
}

/** The versions of a split; empty unless all are of one service. */
function sharesOf({ ends }: EffectiveRouteSite): readonly VersionShare[] {
  const shares = ends.flatMap(({ destination: { backend }, weight }): readonly VersionShare[] => {
    if (backend.kind !== 'version') return [];
    const version = backend.service.versions.find(({ name }) => name === backend.version);
    return version === undefined ? [] : [{ service: backend.service.name, version, weight }];
  });
  const isOneService = new Set(shares.map(({ service }) => service)).size === 1 && shares.length === ends.length;
  return isOneService && shares.length > 1 ? shares : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
