import { readFileSync } from 'node:fs';
import { adminCounters } from '../../controller/counters/admin-counters.js';
import { prometheusCounters } from '../../controller/counters/prometheus-counters.js';
import { slackNotices } from '../../controller/notices/slack-notices.js';
import { webhookNotices } from '../../controller/notices/webhook-notices.js';
import type { CounterPort } from '../../controller/ports/counter-port.js';
import type { NoticePort } from '../../controller/ports/notice-port.js';
import { createMeshApiClient, type MeshApiClient } from '../../mesh-api/client/create-mesh-api-client.js';
import { fetchTrusting } from '../../mesh-api/client/fetch-trusting.js';
import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';
import type { ControllerSettings } from './controller-settings.js';

/** A server of `meshwright serve`. */
export interface NamedServer {
  readonly name: string;
  readonly client: MeshApiClient;
}

/** Calls a mesh API as the one who is let in. */
export type LetIn = (request: Request) => Promise<Response>;

/**
 * Makes calls of the mesh APIs. Token and authorities are read anew for each call, for both may be renewed.
 *
 * @param serverName whom certificates have to name, whatever address is asked. @default - the host of the URL
 */
export function meshApiFetch({ urls, token, caFile }: ControllerSettings['meshApi'], serverName?: string): LetIn {
  const secret = (): string | undefined =>
    token === undefined ? undefined : 'file' in token ? readFileSync(token.file, 'utf8').trim() : token.value;
  const authorities = (): string | undefined => (caFile === undefined ? undefined : readFileSync(caFile, 'utf8'));
  const isNamed = serverName !== undefined && urls.every((url) => url.startsWith('https:'));
  const send = caFile === undefined && !isNamed ? fetch : fetchTrusting(authorities, serverName);
  try {
    secret();
    authorities();
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
  return async (request) => {
    const now = secret();
    if (now !== undefined) request.headers.set('authorization', `Bearer ${now}`);
    return send(request);
  };
}

/** Makes clients of the mesh APIs. */
export function meshApiServers(meshApi: ControllerSettings['meshApi']): readonly NamedServer[] {
  const letIn = meshApiFetch(meshApi);
  return meshApi.urls.map((url) => ({ name: url, client: createMeshApiClient({ baseUrl: url, fetch: letIn }) }));
}

/** Makes what reads counters. */
export function countersOf({ counters }: ControllerSettings, clock: Clock): CounterPort {
  if (counters.kind === 'prometheus') {
    const { kind: _kind, ...options } = counters;
    return prometheusCounters({ ...options, clock });
  }
  const proxies = counters.urls.map((url) => ({ proxy: url, url }));
  return adminCounters({ proxies: () => proxies, clock });
}

/** Makes those who are told what happens. */
export function noticesOf({ webhook, slack }: ControllerSettings, clock: Clock): readonly NoticePort[] {
  const platform = { fetch, clock };
  return [
    ...(webhook === undefined ? [] : [webhookNotices({ url: webhook, ...platform })]),
    ...(slack === undefined ? [] : [slackNotices({ url: slack, ...platform })]),
  ];
}
