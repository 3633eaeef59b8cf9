/** What `meshwright controller` takes, as it was said. */
export interface ControllerCommandOptions {
  /** File with the plans, as `synth` writes it. */
  readonly plans?: string;
  /** Folder of what outlives the process. */
  readonly data: string;
  /** Keeps records in this Redis, in place of the folder. */
  readonly redis?: string;
  /** Namespace whose Rollout objects are carried out. */
  readonly kubernetes?: string;
  /** With `kubernetes`: who divides requests. @default 'mesh-api' */
  readonly traffic?: 'mesh-api' | 'gateway-api' | 'istio';
  /** Mesh APIs of all servers that proxies get their routes from. */
  readonly meshApi?: readonly string[];
  readonly meshApiTokenFile?: string;
  /** PEM file of the authorities that the mesh API's certificate is trusted by. */
  readonly meshApiCa?: string;
  readonly prometheus?: string;
  /** Matchers of PromQL for everything that is asked. */
  readonly prometheusMatchers?: string;
  /** How often Prometheus reads the proxies. */
  readonly scrapeInterval?: string;
  /** Admin or metrics URLs of all proxies, in place of a Prometheus. */
  readonly proxyStats?: readonly string[];
  readonly apiAddress: string;
  readonly apiPort: string;
  /** File of tokens that the API lets in. */
  readonly tokens?: string;
  readonly webhook?: string;
  readonly slack?: string;
  readonly quiet: boolean;
}
