import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { type Answer, decode, type DecodedPacket, encode, RECURSION_DESIRED } from 'dns-packet';
import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';

/** Where a DNS server listens. */
export interface DnsServerAddress {
  readonly address: string;
  /** @default 53 */
  readonly port?: number;
}

/** What is asked, of whom. */
export interface DnsQuery {
  readonly server: DnsServerAddress;
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'SRV';
  readonly clock: Clock;
  /** 0 up to 1: makes ids that nobody can guess from outside. */
  readonly random: () => number;
  readonly timeoutMs: number;
}

/** What a server said. `found` may be empty: then it says that there is nothing. */
export type DnsResponse =
  | {
      readonly kind: 'found';
      readonly answers: readonly Answer[];
      readonly authorities: readonly Answer[];
      readonly additionals: readonly Answer[];
    }
  | { readonly kind: 'failed'; readonly problem: string };

/** Asks a DNS server by UDP, and by TCP where the answer was cut off. Never rejects. */
export async function queryDns(query: DnsQuery): Promise<DnsResponse> {
  const id = Math.floor(query.random() * 65_536);
  const bytes = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED,
    questions: [{ type: query.type, name: query.name }],
    additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232, options: [] }],
  });
  try {
    const first = await exchangeUdp(query, bytes);
    return read(first.flag_tc ? await exchangeTcp(query, bytes) : first);
  } catch (error) {
    const { address, port = 53 } = query.server;
    return { kind: 'failed', problem: `${address} port ${String(port)}: ${messageOf(error)}` };
  }
}

function read({ rcode, answers, authorities, additionals }: DecodedPacket): DnsResponse {
  if (rcode === 'NOERROR' || rcode === 'NXDOMAIN') return { kind: 'found', answers, authorities, additionals };
  return { kind: 'failed', problem: `it answers ${rcode}` };
}

/** Reads a message if it answers this question; anybody can send anything to a UDP port. */
function readResponse(query: DnsQuery, sent: Buffer, bytes: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(bytes);
    const [question] = packet.questions;
    const isOurs =
      packet.type === 'response' &&
      packet.id === sent.readUInt16BE(0) &&
      question?.type === query.type &&
      question.name.toLowerCase() === query.name.toLowerCase();
    return isOurs ? packet : undefined;
  } catch {
    // No DNS, so no answer.
    return undefined;
  }
}

async function exchangeUdp(query: DnsQuery, bytes: Buffer): Promise<DecodedPacket> {
  const { server, clock, timeoutMs } = query;
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  let endTimer = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      endTimer = clock.after(timeoutMs, () => {
        reject(new Error(`it does not answer within ${String(timeoutMs)} ms`));
      });
      socket.once('error', reject);
      socket.on('message', (message) => {
        const packet = readResponse(query, bytes, message);
        if (packet !== undefined) resolve(packet);
      });
      // Connected: the kernel drops what others send, and tells when nobody listens.
      socket.connect(server.port ?? 53, server.address, () => {
        socket.send(bytes);
      });
    });
  } finally {
    endTimer();
    socket.close();
  }
}

async function exchangeTcp(query: DnsQuery, bytes: Buffer): Promise<DecodedPacket> {
  const { server, clock, timeoutMs } = query;
  const socket = connect({ host: server.address, port: server.port ?? 53 });
  let endTimer = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      endTimer = clock.after(timeoutMs, () => {
        reject(new Error(`it does not answer by TCP within ${String(timeoutMs)} ms`));
      });
      let received: Buffer = Buffer.alloc(0);
      socket.once('error', reject);
      socket.once('close', () => {
        reject(new Error('it closes the connection'));
      });
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
        const packet = readResponse(query, bytes, received.subarray(2, 2 + received.readUInt16BE(0)));
        if (packet === undefined) reject(new Error('it answers something else'));
        else resolve(packet);
      });
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      socket.write(Buffer.concat([length, bytes]));
    });
  } finally {
    endTimer();
    socket.destroy();
  }
}
