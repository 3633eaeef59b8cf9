import { ROOT_CONTEXT, SpanKind, SpanStatusCode, defaultTextMapGetter, trace, type Context } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Where traces go. */
export interface TracingOptions {
  /** Of an OTLP/HTTP collector, for example `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  /** @default 'meshwright' */
  readonly serviceName?: string;
  /** Headers for the collector. @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A piece of work that is traced. */
export interface TracedWork {
  /** Starts work that this one waits for. */
  readonly child: (name: string, attributes: Attributes) => TracedWork;
  /** @param problem why it was not done; absent where it was */
  readonly end: (attributes: Attributes, problem?: string) => void;
}

/** What is noted of work. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Traces of calls. */
export interface ApiTracing {
  /** Starts a call; goes on with the caller's trace where `traceparent` names one (W3C Trace Context). */
  readonly start: (name: string, headers: Readonly<Record<string, unknown>>, attributes: Attributes) => TracedWork;
  /** Sends what is left. */
  readonly close: () => Promise<void>;
}

/** Retries included; the end of the server waits so long for a collector that is away. */
const exportTimeoutMs = 3000;

/** Starts to trace calls to a collector by OTLP/HTTP. Touches no global of OpenTelemetry: a process may run several. */
export function createApiTracing({ url, serviceName = 'meshwright', headers = {} }: TracingOptions): ApiTracing {
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: exportTimeoutMs });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('meshwright/mesh-api');
  const propagator = new W3CTraceContextPropagator();

  const work = (name: string, parent: Context, kind: SpanKind, attributes: Attributes): TracedWork => {
    const span = tracer.startSpan(name, { kind, attributes }, parent);
    return {
      child: (childName, childAttributes) =>
        work(childName, trace.setSpan(parent, span), SpanKind.INTERNAL, childAttributes),
      end: (endAttributes, problem) => {
        span.setAttributes(endAttributes);
        if (problem !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: problem });
        span.end();
      },
    };
  };
  return {
    start: (name, from, attributes) =>
      work(name, propagator.extract(ROOT_CONTEXT, from, defaultTextMapGetter), SpanKind.SERVER, attributes),
    // A collector that is away must not keep the server from ending.
    close: () => provider.shutdown().catch(() => undefined),
  };
}
