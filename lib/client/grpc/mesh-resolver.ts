import { experimental, Metadata, status, type ChannelOptions } from '@grpc/grpc-js';
import { channelKeys, grpcEndpoints, placeName, type GrpcScope } from './grpc-endpoints.js';

/** Resolves `mesh:///<service>` by the client's directory, and again after each change. grpc-js asks for a class. */
export class MeshResolver implements experimental.Resolver {
  readonly #scope: GrpcScope;
  readonly #service: string;
  readonly #listener: experimental.ResolverListener;
  #unwatch: (() => void) | undefined;
  #told = '';

  constructor(target: experimental.GrpcUri, listener: experimental.ResolverListener, options: ChannelOptions) {
    // Put there by createGrpcCalls; a channel without it was made by hand.
    const scope = options[channelKeys.scope] as GrpcScope | undefined;
    if (scope === undefined) throw new Error(`"mesh:${target.path}" needs the options that client.grpc() gives`);
    this.#scope = scope;
    this.#service = MeshResolver.getDefaultAuthority(target);
    this.#listener = listener;
  }

  static getDefaultAuthority(target: experimental.GrpcUri): string {
    return target.path.replace(/^\//u, '');
  }

  updateResolution(): void {
    if (this.#unwatch !== undefined) return;
    this.#unwatch = this.#scope.directory.watch(() => {
      this.#tell();
    });
    // Never before this returns, and not before it is known who is there.
    void this.#scope.directory.ready().then(() => {
      this.#tell();
    });
  }

  destroy(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#told = '';
  }

  #tell(): void {
    if (this.#unwatch === undefined) return;
    const endpoints = grpcEndpoints(this.#scope, this.#service);
    const text = JSON.stringify(endpoints);
    if (text === this.#told) return;
    this.#told = text;
    const list =
      endpoints.length === 0
        ? experimental.statusOrFromError<experimental.Endpoint[]>({
            code: status.UNAVAILABLE,
            details: `no instance of "${this.#service}" takes calls`,
            metadata: new Metadata(),
          })
        : experimental.statusOrFromValue(endpoints.map(({ host, port }) => ({ addresses: [{ host, port }] })));
    const instances = new Map(endpoints.map((endpoint) => [placeName(endpoint), endpoint]));
    this.#listener(list, { [channelKeys.instances]: instances }, null, '');
  }
}
