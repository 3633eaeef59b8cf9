import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { RequestResult } from '../../simulate/network/request-result.js';
import { nearestName } from '../../util/nearest-name.js';
import { Misuse } from '../misuse.js';
import type { Place } from '../place.js';
import { outsideEnd } from './outside-end.js';

/** A place that the mesh has. */
export interface FoundPlace {
  /** `reviews`, `reviews@v2`. */
  readonly name: string;
  /** Whether a request that came to this result ended here. */
  readonly isEndOf: (result: RequestResult) => boolean;
}

/** Finds a place by construct or name. Throws `Misuse` where the mesh has no such place: it would never be reached. */
export function findPlace(place: Place, simulated: SimulatedMesh): FoundPlace {
  const name = placeName(place);
  const { ir } = simulated.mesh;
  const [serviceName = '', version] = name.split('@');
  const service = ir.services.find((each) => each.name === serviceName);
  if (service === undefined) {
    const isExternal = version === undefined && ir.externalServices.some((each) => each.name === serviceName);
    if (!isExternal) throw unknownName(ir, serviceName);
    return { name, isEndOf: (result) => outsideEnd(result, simulated)?.service === name };
  }
  const versions = service.versions.map((each) => each.name);
  if (version !== undefined && !versions.includes(version)) {
    const near = nearestName(version, versions);
    const hint = near === undefined ? `it has ${versions.join(', ')}` : `did you mean "${serviceName}@${near}"?`;
    throw new Misuse(`the service "${serviceName}" has no version "${version}"`, hint);
  }
  const names = version === undefined ? versions.map((each) => `${serviceName}@${each}`) : [name];
  return { name, isEndOf: ({ end }) => end.kind === 'workload' && names.includes(end.workload) };
}

function placeName(place: Place): string {
  if (typeof place === 'string') return place;
  return place.kind === 'version-reference' ? `${place.service.name}@${place.version}` : place.name;
}

function unknownName(ir: MeshIr, name: string): Misuse {
  const names = [...ir.services, ...ir.externalServices].map((each) => each.name);
  const near = nearestName(name, names);
  return new Misuse(
    `the mesh "${ir.name}" has no service "${name}"`,
    near === undefined ? `it has ${names.join(', ')}` : `did you mean "${near}"?`,
  );
}
