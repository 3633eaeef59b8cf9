/** What an Envoy wrote down of one request or connection that it sent on, or was to send on. */
export interface AccessEntry {
  /** Absent for connections. */
  readonly status?: number;
  readonly durationMs: number;
  /** When it began, in ms since 1970. */
  readonly startedAt: number;
  /** Envoy's short words for what happened, for example `UF`, `DI`. Envoy: `%RESPONSE_FLAGS%`. */
  readonly flags: readonly string[];
  /** Absent where no route took it, and for connections. */
  readonly route?: string;
  readonly cluster?: string;
  /** `address:port` of the last endpoint tried. */
  readonly endpoint?: string;
}

/** The keys of Envoy's access log that are read here; `accessLog` of the Envoy target writes them. */
interface AccessLine {
  readonly direction?: string;
  readonly duration_ms?: number | null;
  readonly flags?: string | null;
  readonly route?: string | null;
  readonly status?: number | null;
  readonly time?: string | null;
  readonly upstream_cluster?: string | null;
  readonly upstream_host?: string | null;
}

/**
 * Reads one line of the access log of an Envoy. Undefined for what came in to the proxy's own workload, which its caller's
 * proxy tells too, and for anything that is no line of the log.
 */
export function readAccessEntry(text: string): AccessEntry | undefined {
  const line = parse(text);
  if (line === undefined || (line.direction !== 'outbound' && line.direction !== 'gateway')) return undefined;
  return {
    durationMs: line.duration_ms ?? 0,
    startedAt: Date.parse(line.time ?? ''),
    flags: isText(line.flags) ? line.flags.split(',') : [],
    ...(isText(line.route) ? { route: line.route } : {}),
    ...(isText(line.upstream_cluster) ? { cluster: line.upstream_cluster } : {}),
    ...(isText(line.upstream_host) ? { endpoint: line.upstream_host } : {}),
    // A connection has none, and Envoy writes 0 where the client went away before there was one.
    ...(typeof line.status === 'number' ? { status: line.status } : {}),
  };
}

function parse(text: string): AccessLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as AccessLine; // each field is looked at before it is used
  } catch {
    return undefined;
  }
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '' && value !== '-';
}
