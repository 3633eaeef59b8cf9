import type { ServedEnvoy } from '../control-plane/served-envoy.js';
import { repeat } from './repeat.js';

/** What the Envoys of a soak say of their certificates. */
export interface CertificateReport {
  /** Certificates that each Envoy took in place of another: of the one with the fewest, the one with the most, and of all. */
  readonly rotations: { readonly least: number; readonly most: number; readonly all: number };
  /** Looks at which an Envoy held a certificate whose time was over. */
  readonly outdated: readonly string[];
  /** TLS handshakes that succeeded and failed, of listeners and clusters that are still there. */
  readonly handshakes: number;
  readonly failedHandshakes: readonly string[];
}

interface Certificates {
  readonly certificates: readonly {
    readonly cert_chain?: readonly { readonly serial_number: string; readonly expiration_time: string }[];
  }[];
}

interface Stats {
  readonly stats: readonly { readonly name?: string; readonly value?: number }[];
}

const lookEveryMs = 4_000;
const handshakes = 'ssl\\.(handshake|connection_error|fail_verify_\\w+)$';

/** Looks every few seconds which certificates Envoys work with, by their own word, until it is stopped. */
export function watchCertificates(envoys: ReadonlyMap<string, ServedEnvoy>): {
  readonly stop: () => Promise<CertificateReport>;
} {
  const seen = new Map<string, Set<string>>([...envoys.keys()].map((nodeId) => [nodeId, new Set()]));
  const outdated: string[] = [];
  const look = async (): Promise<void> => {
    for (const [nodeId, { admin }] of envoys) {
      const { certificates } = JSON.parse(await admin('/certs')) as Certificates;
      const now = Date.now();
      for (const { serial_number: serial, expiration_time: end } of certificates.flatMap(({ cert_chain: chain = [] }) =>
        chain.slice(0, 1),
      )) {
        seen.get(nodeId)?.add(serial);
        if (Date.parse(end) < now) outdated.push(`${new Date(now).toISOString()} ${nodeId} until ${end}`);
      }
    }
  };
  const looking = repeat(lookEveryMs, look);
  return {
    stop: async () => {
      await looking.stop();
      const counts = [...seen.values()].map(({ size }) => size - 1);
      const stats = await Promise.all([...envoys].map(handshakeStats));
      const succeeded = stats.flat().filter(({ name }) => name.endsWith('ssl.handshake'));
      const failed = stats.flat().filter(({ name, value }) => !name.endsWith('ssl.handshake') && value > 0);
      return {
        rotations: { least: Math.min(...counts), most: Math.max(...counts), all: sum(counts) },
        outdated,
        handshakes: sum(succeeded.map(({ value }) => value)),
        failedHandshakes: failed.map(({ name, value }) => `${name}: ${String(value)}`),
      };
    },
  };
}

async function handshakeStats([nodeId, { admin }]: readonly [string, ServedEnvoy]): Promise<
  readonly { readonly name: string; readonly value: number }[]
> {
  const { stats } = JSON.parse(await admin(`/stats?format=json&filter=${encodeURIComponent(handshakes)}`)) as Stats;
  return stats.map(({ name = '', value = 0 }) => ({ name: `${nodeId} ${name}`, value }));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
