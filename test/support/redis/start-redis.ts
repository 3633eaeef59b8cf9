import { mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePorts } from '../free-port.js';
import { type RunningProcess, startProcess } from '../processes.js';
import { temporaryFolderOfFile } from '../temporary-folder-of-file.js';
import { findTool } from '../tools.js';

/** A real Redis of one test file, on a port of its own that it keeps when it starts again. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** `SIGKILL` ends it as a crash does, `SIGSTOP` leaves it silent until `SIGCONT`. */
  readonly kill: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
  /** Starts it again after a crash: with what it had written, or with an empty disk. */
  readonly start: (disk: 'kept' | 'emptied') => Promise<void>;
  /** For a look at what it holds. */
  readonly client: () => Redis;
  readonly stop: () => Promise<void>;
}

/** What kind of Redis. */
export interface TestRedisOptions {
  /** `always`: what it acknowledged survives `SIGKILL`. @default 'none' */
  readonly persistence?: 'always' | 'none';
  /** Further words of the command line. */
  readonly args?: readonly string[];
}

/** Starts a Redis on a free port of 127.0.0.1; it ends with the test file. */
export async function startRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const [port = 0, busPort = 0] = await freePorts(2);
  const folder = join(temporaryFolderOfFile(), 'redis');
  mkdirSync(folder);
  const begin = (): Promise<RunningProcess> => startServer({ port, busPort, folder, options });
  let server = await begin();
  const clients: Redis[] = [];
  return {
    port,
    url: `redis://127.0.0.1:${String(port)}`,
    kill: async (signal) => {
      server.kill(signal);
      if (signal === 'SIGKILL') await server.stop();
    },
    start: async (disk) => {
      if (disk === 'emptied') {
        rmSync(folder, { recursive: true });
        mkdirSync(folder);
      }
      server = await begin();
    },
    client: () => {
      const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 1 });
      clients.push(client);
      return client;
    },
    stop: async () => {
      for (const client of clients) client.disconnect();
      server.kill('SIGCONT');
      await server.stop();
    },
  };
}

async function startServer(given: {
  port: number;
  busPort: number;
  folder: string;
  options: TestRedisOptions;
}): Promise<RunningProcess> {
  const { port, busPort, folder, options } = given;
  const { path } = await findTool('redis-server');
  const isKept = options.persistence === 'always';
  return startProcess({
    command: path,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      // Else the port that nodes of a cluster speak by is its own and 10,000, which may be somebody's.
      ...['--cluster-port', String(busPort)],
      ...['--appendonly', isKept ? 'yes' : 'no', '--appendfsync', 'always'],
      ...(options.args ?? []),
    ],
    isReady: () => answersPing(port),
  });
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const end = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('data', (data) => {
      end(data.toString().startsWith('+PONG'));
    });
    socket.once('error', () => {
      end(false);
    });
  });
}
