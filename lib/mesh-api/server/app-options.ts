import type { RequestListener, Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { KnownCallers } from '../auth/identify.js';
import type { MeasuredCall } from '../metrics/create-api-metrics.js';
import type { OpenApiDocument } from '../openapi/open-api.js';
import type { ApiTracing, TracedWork } from '../tracing/api-tracing.js';
import type { WatchStreams } from '../watch/watch-streams.js';
import type { Clock } from '../../util/clock.js';
import type { ApiContext } from './api-context.js';
import type { ApiLimits } from './api-limits.js';
import type { CallLog } from './call-log.js';
import type { Checker } from './check/create-checker.js';

/** What the HTTP side of the API is made of. */
export interface AppOptions {
  readonly document: OpenApiDocument;
  readonly checker: Checker;
  readonly callers: () => KnownCallers;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly limits: ApiLimits;
  readonly metricsFor: 'public' | 'reader';
  readonly callLog: CallLog;
  readonly record: (call: MeasuredCall) => void;
  readonly streams: WatchStreams;
  /** Whether the server stops: each connection then ends with its answer. */
  readonly isClosing: () => boolean;
  readonly tracing: ApiTracing | undefined;
  /** Sets what answers requests. */
  readonly handle: (listener: RequestListener) => Server | HttpsServer;
  /** What handlers work with, for one call. */
  readonly contextFor: (work: TracedWork | undefined) => ApiContext;
}
