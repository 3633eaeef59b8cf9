import { connect, type Socket } from 'node:net';

/** One connection with gRPC streams on it; each message of a stream is handed over as it arrives. */
export interface GrpcConnection {
  /** Opens a stream; gives its number. */
  readonly open: () => number;
  /** Sends one message on a stream. */
  readonly send: (stream: number, message: Uint8Array) => void;
  readonly close: () => void;
}

/** What is told of a connection. */
export interface GrpcListener {
  readonly onReady: () => void;
  readonly onMessage: (stream: number, message: Buffer) => void;
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const largestWindow = 0x7fff_ffff;
const defaultWindow = 65_535;
const largestFrame = 16_384;
const frameTypes = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, goAway: 7, windowUpdate: 8 } as const;
const endHeaders = 4;
const ack = 1;
const initialWindowSize = 4;

interface Stream {
  window: number;
  readonly unsent: Buffer[];
  arrived: Buffer | undefined;
}

/**
 * Connects by HTTP/2, spoken by hand (RFC 9113): a load client shares its machine with the server that it measures, and
 * Node's own client costs as much as the server. It takes all that comes without flow control, and keeps to the server's.
 *
 * @throws Error on anything but a stream that stays open: a measurement must not hide that
 */
export function connectGrpc(port: number, path: string, { onReady, onMessage }: GrpcListener): GrpcConnection {
  const streams = new Map<number, Stream>();
  let nextStream = 1;
  let window = defaultWindow;
  let streamWindow = defaultWindow;
  let rest = Buffer.alloc(0);
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
    socket.write(
      Buffer.concat([preface, settings(), frame(frameTypes.windowUpdate, 0, 0, uint32(largestWindow - defaultWindow))]),
    );
    onReady();
  });
  socket.on('error', (error) => {
    throw error;
  });
  const flush = (id: number, stream: Stream): void => {
    for (;;) {
      const first = stream.unsent[0];
      const size = Math.min(first?.length ?? 0, window, stream.window, largestFrame);
      if (first === undefined || size <= 0) return;
      socket.write(frame(frameTypes.data, 0, id, first.subarray(0, size)));
      window -= size;
      stream.window -= size;
      if (size === first.length) stream.unsent.shift();
      else stream.unsent[0] = first.subarray(size);
    }
  };
  const takeData = (id: number, payload: Buffer): void => {
    const stream = streams.get(id);
    if (stream === undefined) return;
    let bytes = stream.arrived === undefined ? payload : Buffer.concat([stream.arrived, payload]);
    while (bytes.length >= 5 && bytes.length >= 5 + bytes.readUInt32BE(1)) {
      const end = 5 + bytes.readUInt32BE(1);
      onMessage(id, bytes.subarray(5, end));
      bytes = bytes.subarray(end);
    }
    stream.arrived = bytes.length === 0 ? undefined : Buffer.from(bytes);
  };
  const takeSettings = (flags: number, payload: Buffer): void => {
    if (flags === ack) return;
    for (let at = 0; at + 6 <= payload.length; at += 6)
      if (payload.readUInt16BE(at) === initialWindowSize) {
        const size = payload.readUInt32BE(at + 2);
        for (const stream of streams.values()) stream.window += size - streamWindow;
        streamWindow = size;
      }
    socket.write(frame(frameTypes.settings, ack, 0, Buffer.alloc(0)));
  };
  const takeWindow = (id: number, payload: Buffer): void => {
    const more = payload.readUInt32BE(0);
    const stream = streams.get(id);
    if (id === 0) window += more;
    else if (stream !== undefined) stream.window += more;
    for (const [number, each] of streams) if (each.unsent.length > 0) flush(number, each);
  };
  const takeFrame = (type: number, flags: number, id: number, payload: Buffer): void => {
    if (type === frameTypes.data) takeData(id, payload);
    else if (type === frameTypes.settings) takeSettings(flags, payload);
    else if (type === frameTypes.windowUpdate) takeWindow(id, payload);
    else if (type === frameTypes.ping && flags !== ack) socket.write(frame(frameTypes.ping, ack, 0, payload));
    else if (
      type === frameTypes.reset ||
      type === frameTypes.goAway ||
      (type === frameTypes.headers && (flags & 1) === 1)
    )
      throw new Error(`the server ended stream ${id} (frame ${type}): ${payload.toString('latin1')}`);
  };
  socket.on('data', (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    while (rest.length - at >= 9) {
      const end = at + 9 + rest.readUIntBE(at, 3);
      if (rest.length < end) break;
      takeFrame(
        rest[at + 3] ?? 0,
        rest[at + 4] ?? 0,
        rest.readUInt32BE(at + 5) & largestWindow,
        rest.subarray(at + 9, end),
      );
      at = end;
    }
    rest = rest.subarray(at);
  });
  return {
    open: () => {
      const id = nextStream;
      nextStream += 2;
      streams.set(id, { window: streamWindow, unsent: [], arrived: undefined });
      socket.write(frame(frameTypes.headers, endHeaders, id, requestHeaders(path)));
      return id;
    },
    send: (id, message) => {
      const stream = streams.get(id);
      if (stream === undefined) throw new Error(`no stream ${id}`);
      stream.unsent.push(Buffer.concat([Buffer.from([0]), uint32(message.length), message]));
      flush(id, stream);
    },
    close: () => {
      socket.removeAllListeners('error').on('error', () => undefined);
      socket.destroy();
    },
  };
}

function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(9 + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes[3] = type;
  bytes[4] = flags;
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, 9);
  return bytes;
}

function settings(): Buffer {
  return frame(frameTypes.settings, 0, 0, Buffer.concat([Buffer.from([0, initialWindowSize]), uint32(largestWindow)]));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** HPACK: every header as a literal that is not indexed (RFC 7541, 6.2.2). */
function requestHeaders(path: string): Buffer {
  const headers = [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'localhost'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ];
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value, 'latin1')]);
  return Buffer.concat(headers.flatMap((pair) => [Buffer.from([0]), ...pair.map(text)]));
}
