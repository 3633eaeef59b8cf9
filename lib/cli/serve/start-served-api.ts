import { randomUUID } from 'node:crypto';
import type { Codec } from 'envoy-config-types/codec';
import type { RunningLiveMesh } from '../../control-plane/running-live-mesh.js';
import type { CertificateSigner } from '../../identity/certificate-signer.js';
import { startMeshApi, type MeshApi } from '../../mesh-api/start-mesh-api.js';
import { systemClock } from '../../util/system-clock.js';
import type { TextStream } from '../io.js';
import type { AccessTokens } from './access-tokens.js';
import { followApiTls, readApiTls } from './api-tls.js';
import { auditFile } from './audit-file.js';
import { orUsageError } from './or-usage-error.js';
import type { ServeSettings } from './serve-settings.js';

/** What the mesh API of a server is made of. */
export interface ServedApiParts {
  readonly live: RunningLiveMesh;
  readonly codec: Codec;
  readonly tokens: AccessTokens;
  /** Absent where others issue certificates, or nobody does. */
  readonly signer?: CertificateSigner | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Takes the log, a JSON object a line. */
  readonly log: TextStream;
  readonly print: (text: string) => void;
}

/** Starts the mesh API as the command line says. Ends the command where that cannot be, and leaves nothing open then. */
export async function startServedApi(
  { apiAddress: host, apiPort: port, apiTls, auditFile: auditPath }: ServeSettings,
  { live, codec, tokens, signer, env, log, print }: ServedApiParts,
): Promise<MeshApi> {
  const traces = tracesUrl(env);
  const tls = apiTls === undefined ? undefined : readApiTls(apiTls);
  const audit = auditPath === undefined ? undefined : auditFile(auditPath, print);
  const api = await orUsageError(
    `the mesh API cannot listen on ${host}:${String(port)}`,
    startMeshApi({
      live,
      codec,
      clock: systemClock,
      newId: randomUUID,
      address: { host, port },
      tokens: tokens.current,
      log,
      ...(tls === undefined ? {} : { tls }),
      ...(signer === undefined ? {} : { signer }),
      ...(audit === undefined ? {} : { audit }),
      ...(traces === undefined ? {} : { traces: { url: traces } }),
    }),
  ).catch((error: unknown) => {
    audit?.close();
    throw error;
  });
  const unfollow = apiTls === undefined ? undefined : followApiTls(apiTls, api.setTls, print);
  return {
    ...api,
    close: async () => {
      unfollow?.();
      await api.close();
      audit?.close();
    },
  };
}

// OpenTelemetry: "Endpoint URLs for OTLP/HTTP".
function tracesUrl(env: NodeJS.ProcessEnv): string | undefined {
  const all = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return (
    env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? (all === undefined ? undefined : `${all.replace(/\/$/, '')}/v1/traces`)
  );
}
