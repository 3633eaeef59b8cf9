import type { ExternalService } from '../ir/external-service.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Port } from '../ir/port.js';
import type { Destination, Route } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import { InternalError } from '../util/internal-error.js';
import type { PolicyVariant } from './policy-variant.js';
import type { Backend } from './effective-destination.js';

/** A place that requests end at: a backend and its port. */
export interface Leaf {
  readonly backend: Backend;
  readonly port: Port;
  /** Under which policies it is, beside its own. */
  readonly variant?: PolicyVariant;
}

/** Look-ups in a mesh whose references are sound. */
export class MeshIndex {
  readonly ir: MeshIr;
  private readonly services: ReadonlyMap<string, Service>;
  private readonly externalServices: ReadonlyMap<string, ExternalService>;

  constructor(ir: MeshIr) {
    this.ir = ir;
    this.services = new Map(ir.services.map((service) => [service.name, service]));
    this.externalServices = new Map(ir.externalServices.map((service) => [service.name, service]));
  }

  service(name: string): Service {
    const service = this.services.get(name);
    if (service === undefined) throw new InternalError(`unknown service ${name}`);
    return service;
  }

  externalService(name: string): ExternalService {
    const service = this.externalServices.get(name);
    if (service === undefined) throw new InternalError(`unknown external service ${name}`);
    return service;
  }

  /** Routes of a service on one of its ports, in order. */
  routesOn(service: Service, port: Port): readonly Route[] {
    return service.routes.filter((route) => route.port === port.name);
  }

  /** What a destination stands for. All versions of a service with one version are that version. */
  leaf(destination: Destination): Leaf {
    if (destination.kind === 'external-service') {
      const service = this.externalService(destination.service);
      return { backend: { kind: 'external-service', service }, port: portOf(service, destination.port) };
    }
    const service = this.service(destination.service);
    const port = portOf(service, destination.port);
    if (destination.kind === 'version') {
      return { backend: { kind: 'version', service, version: destination.version }, port };
    }
    return { backend: wholeService(service), port };
  }
}

/** All versions of a service as a backend. */
export function wholeService(service: Service): Backend {
  const [only, ...others] = service.versions;
  return only !== undefined && others.length === 0
    ? { kind: 'version', service, version: only.name }
    : { kind: 'service', service };
}

function portOf(owner: { readonly name: string; readonly ports: readonly Port[] }, name: string | undefined): Port {
  const port = owner.ports.find((candidate) => candidate.name === name);
  if (port === undefined) throw new InternalError(`${owner.name} has no port ${String(name)}`);
  return port;
}
