import { mkdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { freePorts } from '../../free-port.js';
import { inParallel } from '../../in-parallel.js';
import { startDifferentialEnvoy } from '../start-differential-envoy.js';
import type { CaseConnection, CasePorts, ChainCase } from './chain-case.js';
import { chainListeners } from './chain-listeners.js';
import { runSync } from '../../run-sync.js';

/** What real Envoy did with a connection. */
export interface ChainObservation {
  /** Name of the chain; `-` where none took it, undefined where nobody listens. */
  readonly chain: string | undefined;
  /** What the client got, in plain text or over TLS. */
  readonly received: string;
  readonly sourcePort: number;
}

/** What was seen of a case, and the ports that it ran on. */
export interface ObservedChainCase {
  readonly ports: CasePorts;
  /** Undefined for a connection of which nothing can be said: its source port was taken, or its address came twice. */
  readonly observations: readonly (ChainObservation | undefined)[];
}

/** Runs cases on one Envoy. Undefined for a case that Envoy refuses to configure. */
export async function runChainCases(
  envoy: string,
  folder: string,
  cases: readonly ChainCase[],
): Promise<readonly (ObservedChainCase | undefined)[]> {
  mkdirSync(folder, { recursive: true });
  const logPath = join(folder, 'access.log');
  const echo = await startEcho();
  const free = await freePorts(cases.length * 3);
  const ports = cases.map((_, index): CasePorts => {
    const [own = 0, one = 0, two = 0] = free.slice(index * 3);
    return { own, sources: [one, two] };
  });
  const certificate = makeCertificate(folder);
  const listeners = cases.flatMap((each, index) => {
    const place = { name: `l${index}`, ports: ports[index] ?? { own: 0, sources: [0, 0] }, logPath, certificate };
    return chainListeners(each, place);
  });
  const running = await startDifferentialEnvoy({
    envoy,
    folder,
    listeners,
    portByCluster: { echo: (echo.address() as AddressInfo).port }, // it listens on TCP
    logPath,
  });
  const seen = await inParallel(cases.length, 8, async (index) => {
    const { listeners: own = [], connections = [] } = cases[index] ?? {};
    const place = ports[index];
    const isTaken = own.every((_, at) => running.active.has(`l${index}.${at}`));
    return isTaken && place !== undefined ? askAll(connections, place) : undefined;
  });
  const opened = seen.flatMap((answers) => answers ?? []).filter(({ key }) => key !== undefined);
  const log = await running.readLog(opened.length);
  await running.stop();
  echo.close();
  return seen.map((answers, index) => {
    const place = ports[index];
    if (answers === undefined || place === undefined) return undefined;
    const observations = answers.map(({ key, received, sourcePort, isPortTaken }): ChainObservation | undefined => {
      // The kernel may give the same source port twice, and the log could not tell the two apart.
      const isTwin = key !== undefined && answers.filter((other) => other.key === key).length > 1;
      if (isTwin || isPortTaken) return undefined;
      return { chain: key === undefined ? undefined : (log.get(key)?.[0] ?? 'not in the log'), received, sourcePort };
    });
    return { ports: place, observations };
  });
}

/** Says hello to everyone, so that a client needs to send nothing that is understood. */
async function startEcho() {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('echo');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function makeCertificate(folder: string): { readonly key: string; readonly cert: string } {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  runSync('openssl', [...args, '-subj', '/CN=chains', '-keyout', 'tls.key', '-out', 'tls.pem'], {
    cwd: folder,
  });
  return {
    key: readFileSync(join(folder, 'tls.key'), 'utf8'),
    cert: readFileSync(join(folder, 'tls.pem'), 'utf8'),
  };
}

interface Answer {
  /** How the log names the connection; undefined where it was refused. */
  readonly key: string | undefined;
  readonly received: string;
  readonly sourcePort: number;
  readonly isPortTaken: boolean;
}

async function askAll(connections: readonly CaseConnection[], ports: CasePorts): Promise<Answer[]> {
  const answers: Answer[] = [];
  // One after the other: two that share a source port cannot be open at once.
  for (const connection of connections) answers.push(await ask(connection, ports));
  return answers;
}

function ask({ destination, source, sourcePort, tls }: CaseConnection, ports: CasePorts): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({
      host: destination,
      port: ports.own,
      localAddress: source,
      ...(sourcePort === undefined ? {} : { localPort: ports.sources[sourcePort] }),
    });
    let key: string | undefined;
    let own = 0;
    let received = '';
    let isPortTaken = false;
    const finish = (): void => {
      // A reset leaves no address waiting that the next connection may need.
      socket.resetAndDestroy();
      resolve({ key, received, sourcePort: own, isPortTaken });
    };
    const read = (from: Socket): void => {
      from.on('data', (part) => (received += part.toString('latin1')));
      from.on('error', finish).on('close', finish).on('end', finish);
    };
    socket.on('error', (error: NodeJS.ErrnoException) => {
      isPortTaken = key === undefined && error.code !== 'ECONNREFUSED';
      finish();
    });
    socket.on('connect', () => {
      own = socket.localPort ?? 0;
      const shown = (address: string, port: number): string =>
        address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
      key = `${shown(source, own)}>${shown(destination, ports.own)}`;
      if (tls === undefined) {
        read(socket);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
        return;
      }
      const { serverName, applicationProtocols } = tls;
      read(
        connectTls({
          socket,
          rejectUnauthorized: false,
          ...(serverName === undefined ? {} : { servername: serverName }),
          ...(applicationProtocols.length === 0 ? {} : { ALPNProtocols: [...applicationProtocols] }),
        }),
      );
    });
  });
}
