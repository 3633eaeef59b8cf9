import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { DeltaRequest } from '../../../lib/xds/protocol/delta-request.js';
import type { Response, Variant } from '../../../lib/xds/protocol/next-response.js';
import { newSession, stepSession, type SessionEvent } from '../../../lib/xds/protocol/session.js';
import type { SotwRequest } from '../../../lib/xds/protocol/sotw-request.js';
import type { Verdict } from '../../../lib/xds/protocol/verdict.js';
import type { ServedResource } from '../../../lib/xds/served-resource.js';
import { createSnapshot } from '../../../lib/xds/snapshot.js';

/** What a test says of a request; the rest is empty. */
type Sotw = Partial<Omit<SotwRequest, 'kind'>>;
type Delta = Partial<Omit<DeltaRequest, 'kind' | 'typeUrl' | 'initialVersions'>> & {
  readonly initialVersions?: Readonly<Record<string, string>>;
};
type Type = keyof typeof resourceTypeUrls;

/** A response in short: `clusters` as `name@version`. */
export interface Said {
  readonly type: Type;
  readonly nonce: string;
  readonly version: string;
  readonly resources: readonly string[];
  readonly removed: readonly string[];
  readonly missing: readonly string[];
}

/** The server's end of one stream. Each call gives what the server says to it. */
export interface TestStream {
  readonly sotw: (type: Type, request?: Sotw) => readonly Said[];
  readonly delta: (type: Type, request?: Delta) => readonly Said[];
  readonly serve: (...resources: readonly ServedResource[]) => readonly Said[];
  readonly pause: () => void;
  readonly resume: () => readonly Said[];
  /** What clients said on responses, first one first. */
  readonly verdicts: readonly Verdict[];
}

/** Opens a stream. */
export function openStream(
  variant: Variant,
  { isAggregated = true }: { readonly isAggregated?: boolean } = {},
): TestStream {
  let session = newSession({ variant, isAggregated });
  const verdicts: Verdict[] = [];
  const step = (event: SessionEvent<ServedResource>): readonly Said[] => {
    const { session: next, responses, verdict } = stepSession(session, event);
    session = next;
    if (verdict !== undefined) verdicts.push(verdict);
    return responses.map(inShort);
  };
  return {
    sotw: (type, request) =>
      step({
        kind: 'request',
        request: {
          kind: 'sotw',
          typeUrl: resourceTypeUrls[type],
          versionInfo: '',
          resourceNames: [],
          responseNonce: '',
          ...request,
        },
      }),
    delta: (type, { initialVersions = {}, ...request } = {}) =>
      step({
        kind: 'request',
        request: {
          kind: 'delta',
          typeUrl: resourceTypeUrls[type],
          subscribe: [],
          unsubscribe: [],
          responseNonce: '',
          ...request,
          initialVersions: new Map(Object.entries(initialVersions)),
        },
      }),
    serve: (...resources) => step({ kind: 'snapshot', snapshot: createSnapshot(resources) }),
    pause: () => void step({ kind: 'paused' }),
    resume: () => step({ kind: 'resumed' }),
    verdicts,
  };
}

function inShort({ type, nonce, version, resources, removed, missing }: Response<ServedResource>): Said {
  const found = Object.entries(resourceTypeUrls).find(([, typeUrl]) => typeUrl === type);
  return {
    // The entry found is one of that table.
    type: found?.[0] as Type,
    nonce,
    version,
    resources: resources.map((resource) => `${resource.name}@${resource.version}`),
    removed,
    missing,
  };
}
