import type { SimulatedMesh } from '../simulated-mesh.js';
import type { BehaviourDiff } from './behaviour-diff.js';
import { compareProxies } from './compare-proxies.js';
import { edgeFindings } from './edge-findings.js';
import type { Finding } from './finding.js';
import { groupFindings } from './group-findings.js';
import { isSameConfig } from './is-same-config.js';
import { presenceFindings } from './presence-findings.js';
import { meshSide, proxySide } from './proxy-side.js';
import { createResourceTexts } from './text-of-resource.js';
import type { TrafficWeights } from './traffic-weights.js';

/**
 * Says which requests get something else in another revision of a mesh. Names decide nothing but those of services,
 * versions and gateways: what routes, ports and constructs are called, where they are declared and in which order
 * independent routes stand changes no behaviour.
 *
 * @param weights to say which share of all requests a change is for
 */
export function diffMeshes(before: SimulatedMesh, after: SimulatedMesh, weights?: TrafficWeights): BehaviourDiff {
  const sides = { before: meshSide(before), after: meshSide(after) };
  const networks = { before: before.network, after: after.network };
  const texts = createResourceTexts();
  const isSame = isSameConfig(texts, networks);
  const undecided = new Set<string>();
  const findingsByText = new Map<string, readonly Finding[]>();
  const findings: Finding[] = [...presenceFindings(before.mesh, after.mesh)];
  for (const [name, config] of after.configs) {
    const old = before.configs.get(name);
    if (old?.kind !== config.kind) continue;
    const edges = edgeFindings(sides.before, sides.after, name);
    findings.push(...edges);
    if (isSame(old, config)) continue;
    const memory = { findingsByText, undecided, toldEdges: new Set(edges.map(({ to }) => to)) };
    const read = { withBootstrap: texts.resource(old.bootstrap) !== texts.resource(config.bootstrap) };
    findings.push(...compareProxies(proxySide(sides.before, old, read), proxySide(sides.after, config, read), memory));
  }
  return { changes: groupFindings(findings, weights), undecided: [...undecided].sort() };
}
