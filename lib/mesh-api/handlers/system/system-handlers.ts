import { mediaTypes } from '../../openapi/media-types.js';
import { openApiDocument } from '../../openapi/open-api-document.js';
import type { Handler } from '../../server/handler.js';

const getHealth: Handler = () => ({ status: 200, body: { status: 'ok' } });

const getReadiness: Handler = (_request, { live, unreadyReasons }) => {
  const backends = live.registry.backends();
  const { services } = live.registry.content();
  const stale = backends.flatMap(({ kind, staleReason }) =>
    staleReason === undefined ? [] : [`${kind}: ${staleReason}`],
  );
  // With something known, a store that is away only means that nothing new is heard of it.
  const isRegistryKnown = services.size > 0 || stale.length < backends.length;
  const reasons = [...unreadyReasons(), ...(isRegistryKnown ? [] : [`the registry is not known: ${stale.join('; ')}`])];
  const isReady = reasons.length === 0;
  return { status: isReady ? 200 : 503, body: { isReady, reasons, degraded: isRegistryKnown ? stale : [] } };
};

const getMetrics: Handler = async (_request, { metrics }) => ({
  status: 200,
  // The version of Prometheus' text format.
  contentType: `${mediaTypes.metrics}; version=0.0.4; charset=utf-8`,
  body: await metrics(),
});

const getOpenApi: Handler = () => ({ status: 200, body: openApiDocument });

/** What is told of the server itself. */
export const systemHandlers = { getHealth, getReadiness, getMetrics, getOpenApi };
