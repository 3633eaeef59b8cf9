import type { Directory } from '../discovery/create-directory.js';
import type { MeshInstance } from '../discovery/mesh-instance.js';
import type { Balancer, Balancing } from './balancer.js';
import { createBalancer } from './create-balancer.js';
import { createEjections, type EjectionOptions } from './create-ejections.js';

/** Which instance is wanted. */
export interface PickOptions {
  /** Name of the service's port. @default - the only one, else `http`, else `grpc` */
  readonly port?: string;
  /** Only this version. @default - all */
  readonly version?: string;
  /** @default - the client's */
  readonly balancing?: Balancing;
  /** What requests that belong together have in common; of `hash` only. */
  readonly key?: string;
  /** Ids of instances to pass over while there are others: those that a request was tried on. */
  readonly except?: readonly string[];
}

/** An instance that was chosen. */
export interface PickedInstance {
  /** Where the request goes. */
  readonly instance: MeshInstance;
  /** Of the port that was wanted. */
  readonly port: number;
  /** Must be called once, when the request is done: instances are judged by it. `unknown`: the caller broke off. */
  readonly done: (outcome: 'success' | 'failure' | 'unknown') => void;
}

/** Chooses an instance of a service; undefined where there is none that could be used. */
export type Picker = (service: string, options?: PickOptions) => PickedInstance | undefined;

/** What a picker goes by. */
export interface PickerOptions {
  readonly directory: Pick<Directory, 'instancesOf'>;
  readonly balancing: Balancing;
  /** The program's own zone: instances there are preferred while there are any. */
  readonly zone?: string | undefined;
  readonly ejection: EjectionOptions | 'none';
  /** From 0 to under 1. */
  readonly random: () => number;
  /** ms that never go back. */
  readonly now: () => number;
}

interface ServiceState {
  readonly balancers: Map<string, Balancer>;
  readonly inFlight: Map<string, number>;
  readonly ejections: ReturnType<typeof createEjections>;
}

/** Creates a picker. */
export function createPicker(options: PickerOptions): Picker {
  const { directory, balancing, zone, ejection, random, now } = options;
  const states = new Map<string, ServiceState>();
  const stateOf = (service: string): ServiceState => {
    const known = states.get(service);
    if (known !== undefined) return known;
    const ejections = createEjections(ejection === 'none' ? { maxPercent: 0 } : ejection, now);
    const made: ServiceState = { balancers: new Map(), inFlight: new Map(), ejections };
    states.set(service, made);
    return made;
  };
  return (service, wanted = {}) => {
    const { balancers, inFlight, ejections } = stateOf(service);
    const usable = directory
      .instancesOf(service)
      .filter((instance) => isUsable(instance, wanted) && portOf(instance, wanted.port) !== undefined);
    const candidates = untried(ejections.filter(nearest(usable, zone)), wanted.except);
    const kind = wanted.balancing ?? balancing;
    // Each sees a sequence of its own; mixed, the turns of one would disturb those of the other.
    const key = `${kind} ${wanted.version ?? ''} ${wanted.port ?? ''}`;
    const balancer = balancers.get(key) ?? createBalancer(kind, { random, inFlight: (id) => inFlight.get(id) ?? 0 });
    balancers.set(key, balancer);
    const instance = balancer(candidates, { key: wanted.key });
    const port = instance === undefined ? undefined : portOf(instance, wanted.port);
    if (instance === undefined || port === undefined) return undefined;
    const { id } = instance;
    inFlight.set(id, (inFlight.get(id) ?? 0) + 1);
    let isDone = false;
    const done = (outcome: 'success' | 'failure' | 'unknown'): void => {
      if (isDone) return;
      isDone = true;
      const left = (inFlight.get(id) ?? 1) - 1;
      if (left > 0) inFlight.set(id, left);
      else inFlight.delete(id);
      if (outcome === 'success') ejections.noteSuccess(id);
      if (outcome === 'failure') ejections.noteFailure(id);
    };
    return { instance, port, done };
  };
}

function isUsable({ status, version }: MeshInstance, wanted: PickOptions): boolean {
  return status === 'healthy' && (wanted.version === undefined || version === wanted.version);
}

function nearest(instances: readonly MeshInstance[], zone: string | undefined): readonly MeshInstance[] {
  const near = zone === undefined ? [] : instances.filter((instance) => instance.zone === zone);
  return near.length > 0 ? near : instances;
}

function untried(instances: readonly MeshInstance[], tried: readonly string[] = []): readonly MeshInstance[] {
  const others = instances.filter(({ id }) => !tried.includes(id));
  return others.length > 0 ? others : instances;
}

function portOf({ ports }: MeshInstance, name: string | undefined): number | undefined {
  if (name !== undefined) return ports[name];
  const numbers = Object.values(ports);
  return numbers.length === 1 ? numbers[0] : (ports['http'] ?? ports['grpc']);
}
