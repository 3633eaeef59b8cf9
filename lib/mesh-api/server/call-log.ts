import { pino, type Logger } from 'pino';
import type { InstanceKey } from '../../registry/model/instance-record.js';
import type { RegistryWriteResult } from '../../registry/model/registry-write-result.js';
import type { Clock } from '../../util/clock.js';

/** Takes lines; a stream does. */
export interface LineSink {
  readonly write: (line: string) => void;
}

/** A call that was answered, as logs tell of it: never what a token or a body holds. */
export interface LoggedCall {
  readonly requestId: string;
  readonly method: string;
  /** Path of the API description, or `unmatched`. */
  readonly route: string;
  readonly operation?: string | undefined;
  readonly status: number;
  readonly problem?: string | undefined;
  readonly ms: number;
  /** Name of the token or the SPIFFE id; absent for callers that are not known. */
  readonly caller?: string | undefined;
  readonly role?: string | undefined;
  readonly address: string;
}

/** A try to write, or to get a certificate. */
export interface AuditedCall extends LoggedCall {
  readonly service?: string | undefined;
  readonly instance?: string | undefined;
  /** That the write made. */
  readonly revision?: string | undefined;
  /** Of the certificate that was issued. */
  readonly serialNumber?: string | undefined;
  /** Id of the caller's trace. */
  readonly traceparent?: string | undefined;
}

/** Logs of the mesh API, a JSON object a line. */
export interface CallLog {
  readonly call: (call: LoggedCall) => void;
  readonly audit: (call: AuditedCall) => void;
  /** The removal of an instance that was drained. */
  readonly removal: (key: InstanceKey, result: RegistryWriteResult) => void;
  /** A bug of ours. */
  readonly crash: (requestId: string, error: unknown) => void;
}

/** Where logs go. */
export interface CallLogOptions {
  readonly clock: Clock;
  readonly log: LineSink | undefined;
  readonly audit: LineSink | undefined;
}

/** Makes the logs. */
export function createCallLog({ clock, log, audit = log }: CallLogOptions): CallLog {
  const loggerTo = (sink: LineSink | undefined, name: string): Logger | undefined =>
    sink === undefined
      ? undefined
      : pino(
          {
            base: { log: name },
            timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
            formatters: { level: (label) => ({ level: label }) },
          },
          sink,
        );
  const calls = loggerTo(log, 'access');
  const audits = loggerTo(audit, 'audit');
  return {
    call: (call) => calls?.info(call, 'call'),
    audit: (call) => audits?.info(call, 'write'),
    removal: ({ service, id }, result) =>
      audits?.info({ operation: 'removeDrained', service, instance: id, result: result.kind }, 'write'),
    crash: (requestId, error) => calls?.error({ requestId, err: error }, 'a bug of the server'),
  };
}
