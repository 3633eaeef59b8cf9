import { connectivityState, experimental, type ChannelOptions } from '@grpc/grpc-js';
import type { Balancer, Balancing } from '../balance/balancer.js';
import { createBalancer } from '../balance/create-balancer.js';
import { channelKeys, placeName, type GrpcEndpoint } from './grpc-endpoints.js';

/** The name of our balancer in service configs. */
export const meshBalancerName = 'meshwright';

/** What a service config says of our balancer. grpc-js asks for a class. */
export class MeshBalancingConfig implements experimental.TypedLoadBalancingConfig {
  readonly balancing: Balancing;
  readonly hashOn: string | undefined;

  constructor(balancing: Balancing, hashOn: string | undefined) {
    this.balancing = balancing;
    this.hashOn = hashOn;
  }

  static createFromJson(json: { readonly balancing: Balancing; readonly hashOn?: string }): MeshBalancingConfig {
    return new MeshBalancingConfig(json.balancing, json.hashOn);
  }

  getLoadBalancerName(): string {
    return meshBalancerName;
  }

  toJsonObject(): object {
    const hashOn = this.hashOn === undefined ? {} : { hashOn: this.hashOn };
    return { [meshBalancerName]: { balancing: this.balancing, ...hashOn } };
  }
}

interface Child {
  readonly leaf: experimental.LeafLoadBalancer;
  endpoint: GrpcEndpoint;
}

/**
 * Keeps a connection to every instance and chooses among those that are connected, as the balancers of `fetch` do. What
 * stays in a changed list keeps its connection. grpc-js asks for a class.
 */
export class MeshLoadBalancer implements experimental.LoadBalancer {
  readonly #helper: experimental.ChannelControlHelper;
  readonly #inFlight = new Map<string, number>();
  #children = new Map<string, Child>();
  #config = new MeshBalancingConfig('least-request', undefined);
  #balancer: Balancer = this.#newBalancer();
  #lastError = '';
  #isUpdating = false;

  constructor(helper: experimental.ChannelControlHelper) {
    this.#helper = helper;
  }

  updateAddressList(
    list: experimental.StatusOr<experimental.Endpoint[]>,
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    note: string,
  ): boolean {
    if (!(config instanceof MeshBalancingConfig)) return false;
    if (JSON.stringify(config.toJsonObject()) !== JSON.stringify(this.#config.toJsonObject())) {
      this.#config = config;
      this.#balancer = this.#newBalancer();
    }
    // Put there by our resolver, which is the only one that this balancer is used with.
    const instances = options[channelKeys.instances] as ReadonlyMap<string, GrpcEndpoint>;
    // The options of connections, without what changes with each list: equal ones share connections.
    const { [channelKeys.instances]: _instances, [channelKeys.scope]: _scope, ...leafOptions } = options;
    if (!list.ok) this.#lastError = list.error.details;
    const before = this.#children;
    this.#isUpdating = true;
    this.#children = new Map(
      [...(list.ok ? instances : [])].map(([name, endpoint]) => [
        name,
        this.#childFor(before.get(name), endpoint, leafOptions, note),
      ]),
    );
    for (const [name, { leaf }] of before) if (!this.#children.has(name)) leaf.destroy();
    this.#isUpdating = false;
    this.#tell();
    return true;
  }

  exitIdle(): void {
    for (const { leaf } of this.#children.values()) leaf.exitIdle();
  }

  resetBackoff(): void {
    // Connections have their own pauses.
  }

  destroy(): void {
    for (const { leaf } of this.#children.values()) leaf.destroy();
    this.#children.clear();
  }

  getTypeName(): string {
    return meshBalancerName;
  }

  #newBalancer(): Balancer {
    return createBalancer(this.#config.balancing, {
      random: Math.random,
      inFlight: (id) => this.#inFlight.get(id) ?? 0,
    });
  }

  #childFor(known: Child | undefined, endpoint: GrpcEndpoint, options: ChannelOptions, note: string): Child {
    if (known !== undefined) {
      known.endpoint = endpoint;
      return known;
    }
    const helper = experimental.createChildChannelControlHelper(this.#helper, {
      updateState: (_state, _picker, error) => {
        if (error !== null) this.#lastError = error;
        this.#tell();
      },
    });
    const { host, port } = endpoint;
    const leaf = new experimental.LeafLoadBalancer({ addresses: [{ host, port }] }, helper, options, note);
    leaf.startConnecting();
    return { leaf, endpoint };
  }

  #tell(): void {
    if (this.#isUpdating) return;
    const children = [...this.#children.values()];
    const inState = (state: connectivityState): readonly Child[] =>
      children.filter(({ leaf }) => leaf.getConnectivityState() === state);
    const ready = inState(connectivityState.READY);
    if (ready.length > 0) this.#helper.updateState(connectivityState.READY, this.#picker(ready), null);
    else if (inState(connectivityState.CONNECTING).length + inState(connectivityState.IDLE).length > 0)
      this.#helper.updateState(connectivityState.CONNECTING, new experimental.QueuePicker(this), null);
    else {
      const picker = new experimental.UnavailablePicker({ details: this.#lastError });
      this.#helper.updateState(connectivityState.TRANSIENT_FAILURE, picker, this.#lastError);
    }
    // A connection that ended is made anew at once, before a call needs it.
    for (const { leaf } of inState(connectivityState.IDLE)) leaf.exitIdle();
  }

  #picker(ready: readonly Child[]): experimental.Picker {
    const candidates = ready.map(({ leaf, endpoint }) => ({
      id: placeName(endpoint),
      weight: endpoint.weight,
      picker: leaf.getPicker(),
    }));
    const { hashOn } = this.#config;
    return {
      pick: (args) => {
        const [key] = hashOn === undefined ? [] : args.metadata.get(hashOn);
        const chosen = this.#balancer(candidates, { key: key?.toString() });
        if (chosen === undefined) return new experimental.QueuePicker(this).pick(args);
        return this.#counted(chosen.id, chosen.picker.pick(args));
      },
    };
  }

  #counted(id: string, result: experimental.PickResult): experimental.PickResult {
    return {
      ...result,
      onCallStarted: () => {
        this.#inFlight.set(id, (this.#inFlight.get(id) ?? 0) + 1);
        result.onCallStarted?.();
      },
      onCallEnded: (code, details, metadata) => {
        const left = (this.#inFlight.get(id) ?? 1) - 1;
        if (left > 0) this.#inFlight.set(id, left);
        else this.#inFlight.delete(id);
        result.onCallEnded?.(code, details, metadata);
      },
    };
  }
}
