import { Client, credentials, Metadata, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import type { Clock } from '../../util/clock.js';
import { createFollowers } from '../create-followers.js';
import type { Identity, IdentityProvider } from '../identity-provider.js';
import { readSvid } from '../read-svid.js';
import { readX509SvidResponse } from './read-x509-svid-response.js';

/** How an agent is reached. */
export interface WorkloadApiOptions {
  readonly trustDomain: string;
  /** Absolute path of the agent's socket; SPIRE's is `/run/spire/agent-sockets/spire-agent.sock` in its own charts. */
  readonly socketPath: string;
  readonly clock: Clock;
  /** From 0 to below 1, each as likely as the others: spreads attempts. */
  readonly random: () => number;
  /** Told why there is no identity, without secrets; it is tried again. It must not throw. */
  readonly onProblem?: (problem: string) => void;
}

const method = '/SpiffeWorkloadAPI/FetchX509SVID';
const firstRetryMs = 100;
const longestRetryMs = 10_000;

/**
 * Takes identities from an agent, such as SPIRE's, that knows this process by its socket: the agent renews them and tells
 * about new roots. Only what it gives this process can be followed. Source: SPIFFE Workload API, X.509-SVID profile.
 */
export function createWorkloadApiIdentityProvider(options: WorkloadApiOptions): IdentityProvider {
  const { trustDomain, socketPath, clock, random, onProblem = () => undefined } = options;
  const client = new Client(`unix://${socketPath}`, credentials.createInsecure());
  let known: ReadonlyMap<string, Identity> = new Map();
  let stopWaiting = (): void => undefined;
  let call: ClientReadableStream<Buffer> | undefined;
  let failures = 0;
  let isClosed = false;

  const take = (bytes: Buffer): void => {
    failures = 0;
    const { identities, problems } = readIdentities(bytes);
    // The response says all that there is: what it leaves out is no longer given.
    known = identities;
    for (const [spiffeId, identity] of identities) followers.publish(spiffeId, identity);
    for (const problem of problems) onProblem(problem);
  };
  const retry = (problem: string): void => {
    call = undefined;
    if (isClosed) return;
    onProblem(problem);
    const waitMs = Math.min(firstRetryMs * 2 ** failures++, longestRetryMs) * (1 + random() / 2);
    stopWaiting = clock.after(waitMs, open);
  };
  const open = (): void => {
    const opened = client.makeServerStreamRequest(method, asIs, asIs, Buffer.alloc(0), askedDirectly());
    const over = (problem: string): void => {
      // After an error there is an end too.
      if (call === opened) retry(problem);
    };
    call = opened;
    opened.on('data', take);
    opened.on('error', (error: ServiceError) => {
      over(refusalText(error));
    });
    opened.on('end', () => {
      over('the agent ended the stream');
    });
  };
  const followers = createFollowers({
    onFirst: (spiffeId) => {
      const identity = known.get(spiffeId);
      if (identity !== undefined)
        queueMicrotask(() => {
          followers.publish(spiffeId, identity);
        });
    },
  });
  open();
  return {
    trustDomain,
    follow: followers.follow,
    close: () => {
      isClosed = true;
      stopWaiting();
      followers.close();
      call?.cancel();
      client.close();
      return Promise.resolve();
    },
  };
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

/** Says that the request was not made through somebody who was talked into it. SPIFFE Workload Endpoint, section 5. */
function askedDirectly(): Metadata {
  const metadata = new Metadata();
  metadata.set('workload.spiffe.io', 'true');
  return metadata;
}

function refusalText({ code, details }: ServiceError): string {
  // The standard's own word for "nobody registered this workload".
  return code === status.PERMISSION_DENIED
    ? 'the agent has no identity for this process'
    : `the agent cannot be asked: ${status[code]} ${details}`;
}

function readIdentities(bytes: Buffer): { identities: Map<string, Identity>; problems: string[] } {
  const identities = new Map<string, Identity>();
  const problems: string[] = [];
  try {
    for (const material of readX509SvidResponse(bytes)) {
      const read = readSvid(material);
      // Of two with one id the earlier one is the default.
      if (!read.ok) problems.push(`the agent gave an identity that cannot be used: ${read.problem}`);
      else if (!identities.has(read.identity.svid.spiffeId)) identities.set(read.identity.svid.spiffeId, read.identity);
    }
  } catch {
    problems.push('the agent gave something that is no X509SVIDResponse');
  }
  return { identities, problems };
}
