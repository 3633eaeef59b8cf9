import { explainTrace } from '../../../behaviour/explain/explain-trace.js';
import type { ExplainedResult } from '../../../behaviour/explain/explanation.js';
import type { MeshRequest } from '../../../behaviour/mesh-request.js';
import type { SimulatedMesh } from '../../../behaviour/simulated-mesh.js';
import type { HeaderLine } from '../../../simulate/headers/header-line.js';
import { traceRequest } from '../../../behaviour/trace-request.js';
import type { Trace } from '../../../behaviour/trace.js';
import type { LiveMesh } from '../../../control-plane/live-mesh.js';
import type { components } from '../../client/generated.js';
import { problem } from '../../problems/problem.js';
import type { Answer } from '../../server/answer.js';
import type { ApiRequest } from '../../server/api-request.js';
import type { Handler } from '../../server/handler.js';
import { liveSimulation } from './live-simulation.js';

const explain: Handler = (request, { live }) => {
  const traced = traceLive(request, live);
  if ('status' in traced) return traced;
  return { status: 200, body: explainTrace(traced.simulated, traced.trace) };
};

const simulate: Handler = (request, { live }) => {
  const traced = traceLive(request, live);
  if ('status' in traced) return traced;
  const { results, isComplete } = explainTrace(traced.simulated, traced.trace);
  return { status: 200, body: { results: results.map(simulatedResult), isComplete } };
};

function simulatedResult({ probability, ...rest }: ExplainedResult): object {
  return { ...rest, probability: probability.numerator / probability.denominator };
}

function traceLive(
  request: ApiRequest,
  live: LiveMesh,
): { readonly simulated: SimulatedMesh; readonly trace: Trace } | Answer {
  const simulated = liveSimulation(live);
  if (simulated === undefined)
    return problem('no-mesh', 'the server runs without a program: there is only the registry');
  const asked = meshRequest(request.body as components['schemas']['AskedRequest'], simulated);
  if ('status' in asked) return asked;
  const trace = traceRequest(simulated, asked);
  if (!('message' in trace)) return { simulated, trace };
  return problem('impossible-request', trace.hint === undefined ? trace.message : `${trace.message} (${trace.hint})`);
}

function meshRequest(
  { url, method = 'GET', from, to, headers = [], source }: components['schemas']['AskedRequest'],
  { mesh: { ir } }: SimulatedMesh,
): MeshRequest | Answer {
  const [only, ...others] = ir.gateways;
  const sender = from ?? (others.length === 0 ? only?.name : undefined);
  if (sender === undefined)
    return problem('impossible-request', 'say "from", who sends the request: the mesh has not exactly one gateway');
  const [name = '', port] = to?.split(':') ?? [];
  return {
    from: sender,
    method,
    url,
    // The API description says that each has two parts.
    headers: headers.map(([key = '', value = '']): HeaderLine => [key, value]),
    ...(to === undefined ? {} : { to: port === undefined ? { name } : { name, port } }),
    ...(source === undefined ? {} : { source }),
  };
}

/** Questions to the live mesh. */
export const askHandlers = { explain, simulate };
