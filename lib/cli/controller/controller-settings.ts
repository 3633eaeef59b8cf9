import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Io } from '../io.js';
import { parseDuration } from '../parse-duration.js';
import { parseNumber } from '../parse-number.js';
import { UsageError } from '../usage-error.js';
import type { ControllerCommandOptions } from './controller-options.js';

/** The options of `meshwright controller`, read. Paths are absolute. */
export interface ControllerSettings {
  /** Where plans come from, and records are kept. */
  readonly source: ControllerSource;
  readonly meshApi: {
    readonly urls: readonly string[];
    readonly token: { readonly file: string } | { readonly value: string } | undefined;
    readonly caFile?: string;
  };
  readonly counters: CounterSettings;
  readonly api: { readonly address: string; readonly port: number; readonly tokensFile?: string };
  /** May hold secrets. */
  readonly webhook?: string;
  readonly slack?: string;
}

/** Where plans come from, and records are kept. */
export type ControllerSource =
  | { readonly kind: 'folder'; readonly plansFile: string; readonly folder: string }
  | { readonly kind: 'redis'; readonly plansFile: string; readonly url: string }
  | {
      readonly kind: 'kubernetes';
      readonly namespace: string;
      /** Who divides requests. */
      readonly traffic: NonNullable<ControllerCommandOptions['traffic']>;
    };

/** Who counts. */
export type CounterSettings =
  | {
      readonly kind: 'prometheus';
      readonly url: string;
      readonly matchers?: string;
      readonly scrapeIntervalMs?: number;
    }
  | { readonly kind: 'proxies'; readonly urls: readonly string[] };

const defaultMeshApi = 'http://127.0.0.1:15050';

/** Reads the options. Ends the command where one of them cannot be understood, or two contradict each other. */
export function controllerSettings(
  options: ControllerCommandOptions,
  io: Pick<Io, 'workingDirectory' | 'env'>,
): ControllerSettings {
  const { workingDirectory, env } = io;
  const { apiAddress, apiPort, tokens } = options;
  if (isIP(apiAddress) === 0) throw new UsageError(`--api-address takes an IP address, not "${apiAddress}"`);
  const webhook = options.webhook ?? env['MESHWRIGHT_WEBHOOK'];
  const slack = options.slack ?? env['MESHWRIGHT_SLACK_WEBHOOK'];
  return {
    source: sourceOf(options, workingDirectory),
    meshApi: meshApiOf(options, io),
    counters: countersOf(options),
    api: {
      address: apiAddress,
      port: parseNumber('--api-port', apiPort, { from: 0, to: 65_535, whole: true }),
      ...(tokens === undefined ? {} : { tokensFile: resolve(workingDirectory, tokens) }),
    },
    ...(webhook === undefined ? {} : { webhook: secretUrl('--webhook', webhook) }),
    ...(slack === undefined ? {} : { slack: secretUrl('--slack', slack) }),
  };
}

function sourceOf(options: ControllerCommandOptions, directory: string): ControllerSource {
  const { kubernetes, redis, plans, data, traffic = 'mesh-api' } = options;
  if (kubernetes !== undefined) {
    if (plans !== undefined)
      throw new UsageError('--kubernetes takes its plans from the Rollout objects: leave --plans out');
    if (redis !== undefined)
      throw new UsageError('--kubernetes keeps its records in the Rollout objects: leave --redis out');
    return { kind: 'kubernetes', namespace: kubernetes, traffic };
  }
  if (traffic !== 'mesh-api')
    throw new UsageError(`--traffic ${traffic} is for objects of Kubernetes: say --kubernetes`);
  if (plans === undefined)
    throw new UsageError('say --plans with the rollouts.json that "meshwright synth" has written, or --kubernetes');
  const plansFile = resolve(directory, plans);
  if (redis === undefined) return { kind: 'folder', plansFile, folder: resolve(directory, data, 'rollouts') };
  if (!/^rediss?:\/\//.test(redis) || !URL.canParse(redis))
    throw new UsageError('--redis takes a URL of redis:// or rediss://');
  return { kind: 'redis', plansFile, url: redis };
}

function meshApiOf(
  { meshApi, meshApiTokenFile, meshApiCa }: ControllerCommandOptions,
  { env, workingDirectory }: Pick<Io, 'workingDirectory' | 'env'>,
): ControllerSettings['meshApi'] {
  const urls = (meshApi ?? [env['MESHWRIGHT_SERVER'] ?? defaultMeshApi]).map((url) => plainUrl('--mesh-api', url));
  const value = env['MESHWRIGHT_TOKEN'];
  const file = meshApiTokenFile === undefined ? undefined : { file: resolve(workingDirectory, meshApiTokenFile) };
  const clear = urls.find((url) => !url.startsWith('https:'));
  if (meshApiCa !== undefined && clear !== undefined)
    throw new UsageError(`--mesh-api-ca is for servers with TLS: "${clear}" does not begin with https:`);
  return {
    urls,
    token: file ?? (value === undefined ? undefined : { value }),
    ...(meshApiCa === undefined ? {} : { caFile: resolve(workingDirectory, meshApiCa) }),
  };
}

function countersOf(options: ControllerCommandOptions): CounterSettings {
  const { prometheus, prometheusMatchers: matchers, scrapeInterval, proxyStats } = options;
  if ((prometheus === undefined) === (proxyStats === undefined))
    throw new UsageError(
      'say who counts requests: --prometheus with its URL, or --proxy-stats with those of all proxies',
    );
  if (prometheus === undefined) {
    const urls = (proxyStats ?? []).map((url) => plainUrl('--proxy-stats', url));
    return { kind: 'proxies', urls };
  }
  if (!/^https?:\/\/\S+$/.test(prometheus) || !URL.canParse(prometheus))
    throw new UsageError(`--prometheus takes a URL such as http://prometheus:9090, not "${prometheus}"`);
  return {
    kind: 'prometheus',
    url: prometheus,
    ...(matchers === undefined ? {} : { matchers }),
    ...(scrapeInterval === undefined ? {} : { scrapeIntervalMs: parseDuration('--scrape-interval', scrapeInterval) }),
  };
}

function plainUrl(option: string, url: string): string {
  if (/^https?:\/\/[^/?#\s]+\/?$/.test(url) && URL.canParse(url)) return url.replace(/\/$/, '');
  throw new UsageError(`${option} takes a URL such as ${defaultMeshApi}, not "${url}"`);
}

/** What is wrong with it is not quoted: it may be a secret. */
function secretUrl(option: string, url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new UsageError(`${option} takes a URL of https: or http:`);
}
