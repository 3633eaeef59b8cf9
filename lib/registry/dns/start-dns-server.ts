import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Clock } from '../../util/clock.js';
import type { RegistryContent } from '../model/registry-content.js';
import { answerPacket } from './answer-packet.js';
import type { DnsZone } from './answer-question.js';

/** How the registry answers DNS. */
export interface DnsServerOptions {
  readonly content: () => RegistryContent;
  /** "mesh.internal". */
  readonly zone: string;
  /** IPv4 or IPv6 address to listen on. */
  readonly address: string;
  /** For UDP and TCP alike; 0 finds a free one. */
  readonly port: number;
  readonly clock: Clock;
  /** 0 up to 1: spreads clients over instances. */
  readonly random: () => number;
  /** @default 5 */
  readonly ttlSeconds?: number;
}

/** A DNS server that answers for registered services. */
export interface DnsServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

const mostConnections = 256;
const idleMs = 10_000;
const portAttempts = 10;

/** Listens, and answers each question from the content of that moment. Rejects where it cannot listen. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const zone: DnsZone = {
    name: options.zone.toLowerCase().replace(/\.$/, ''),
    ttlSeconds: options.ttlSeconds ?? 5,
    random: options.random,
  };
  const answer = (bytes: Buffer, transport: 'udp' | 'tcp'): Buffer | undefined =>
    answerPacket(bytes, options.content(), zone, transport);
  const tcp = createServer((socket) => {
    serveConnection(socket, options.clock, (bytes) => answer(bytes, 'tcp'));
  });
  tcp.maxConnections = mostConnections;
  const udp = await listen(tcp, options);
  udp.on('message', (bytes, { address, port }) => {
    const response = answer(bytes, 'udp');
    // A client that cannot be reached has itself to blame.
    if (response !== undefined) udp.send(response, port, address, () => undefined);
  });
  const sockets = new Set<Socket>();
  tcp.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    port: udp.address().port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) =>
          tcp.close(() => {
            resolve();
          }),
        ),
        new Promise<void>((resolve) => {
          udp.close(resolve);
        }),
      ]);
    },
  };
}

/** One port for both: where any will do, one that is free by TCP may not be by UDP. */
async function listen(tcp: Server, { address, port }: DnsServerOptions): Promise<UdpSocket> {
  for (let attempt = 1; ; attempt += 1) {
    await listenTcp(tcp, address, port);
    const bound = tcp.address();
    const udp = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    try {
      await bindUdp(udp, address, typeof bound === 'object' && bound !== null ? bound.port : port);
      return udp;
    } catch (error) {
      await new Promise<void>((resolve) =>
        tcp.close(() => {
          resolve();
        }),
      );
      if (port !== 0 || attempt === portAttempts) throw error;
    }
  }
}

function listenTcp(tcp: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen({ host, port }, () => {
      tcp.off('error', reject);
      resolve();
    });
  });
}

function bindUdp(udp: UdpSocket, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    udp.once('error', reject);
    udp.bind({ address, port }, () => {
      udp.off('error', reject);
      // What the network says of one client concerns no other.
      udp.on('error', () => undefined);
      resolve();
    });
  });
}

/** Messages with their length in two bytes before each (RFC 1035, 4.2.2). */
function serveConnection(socket: Socket, clock: Clock, answer: (bytes: Buffer) => Buffer | undefined): void {
  let rest: Buffer = Buffer.alloc(0);
  let endTimer = (): void => undefined;
  const wait = (): void => {
    endTimer();
    endTimer = clock.after(idleMs, () => {
      socket.destroy();
    });
  };
  wait();
  socket.once('close', () => {
    endTimer();
  });
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const length = rest.readUInt16BE(0);
      const response = answer(rest.subarray(2, 2 + length));
      rest = rest.subarray(2 + length);
      // Who asks what cannot be answered has nothing more to say.
      if (response === undefined) socket.destroy();
      else {
        wait();
        const header = Buffer.alloc(2);
        header.writeUInt16BE(response.length);
        socket.write(Buffer.concat([header, response]));
      }
    }
    // A client that asks and does not read.
    if (socket.writableLength > 1_000_000) socket.destroy();
  });
}
