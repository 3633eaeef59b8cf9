import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { buildLatencyModel, type LatencyModel } from './latency-model.js';
import type { LoadNetwork } from './load-network.js';
import { readLoadNetwork } from './read-load-network.js';

const nothing: LoadNetwork = { stations: [], callsByService: new Map(), entryPoints: [], components: [] };

/**
 * Models a mesh for checks: where it says neither how fast anything is nor what it should achieve, there is nothing to judge,
 * and nothing is computed.
 */
export function latenciesToJudge(mesh: EffectiveMesh): LatencyModel {
  return buildLatencyModel(saysAnything(mesh) ? readLoadNetwork(mesh) : nothing);
}

function saysAnything({ ir }: EffectiveMesh): boolean {
  return (
    ir.services.some(({ versions }) => versions.some(({ performance }) => performance !== undefined)) ||
    ir.externalServices.some(({ responseTimeMs }) => responseTimeMs !== undefined) ||
    ir.gateways.some(({ routes }) => routes.some(({ objectives }) => objectives !== undefined))
  );
}
