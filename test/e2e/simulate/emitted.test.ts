import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { startLocalMesh } from '../../support/local-mesh.js';
import {
  arbitraryEmittedPart,
  emittedHost,
  emittedMesh,
  type EmittedPart,
} from '../../support/simulate/emitted/arbitrary-emitted-mesh.js';
import { arbitraryEmittedRequest } from '../../support/simulate/emitted/arbitrary-emitted-request.js';
import { askEmitted, type EmittedQuestion } from '../../support/simulate/emitted/ask-emitted.js';
import { emittedDifferences } from '../../support/simulate/emitted/emitted-disagreements.js';
import { emittedNetwork } from '../../support/simulate/emitted/emitted-network.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const wanted = Number(process.env['MESHWRIGHT_DIFFERENTIAL_EMITTED'] ?? '1000');
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? randomInt(2 ** 31));
const partsPerMesh = 10;
const requestsPerPart = 50;
/** The caller, a gateway, and a callee whose own proxy stands in the way. */
const running = ['client/v1', 'ingress', 'a0/v1'] as const;

test.skipIf(envoy.isMissing)(
  'agrees with real proxies on random meshes of ours',
  async () => {
    let evaluated = 0;
    let arrived = 0;
    for (let batch = 0; evaluated < wanted; batch++) {
      const parts = soundParts(seed + batch);
      const ir = emittedMesh(parts);
      const mesh = await startLocalMesh({ envoy: envoy.path, ir, proxies: [...running] });
      const questions = parts.flatMap((_part, index) => questionsFor(index, mesh, seed + batch));
      const answers = await askEmitted(questions, mesh.process);
      const network = emittedNetwork(ir, mesh.environment, running);
      for (const [index, question] of questions.entries()) {
        const answer = answers[index];
        if (answer === undefined) continue;
        const differences = emittedDifferences(network, question, answer);
        const told = { rerun: `MESHWRIGHT_SEED=${seed} MESHWRIGHT_DIFFERENTIAL_EMITTED=${wanted}`, question, answer };
        expect(differences, JSON.stringify(told, undefined, 1)).toEqual([]);
        evaluated++;
        if (answer.echo !== undefined) arrived++;
      }
      for (const proxy of running) await mesh.process(proxy).stop();
    }
    process.stdout.write(`emitted meshes: seed ${seed}, ${evaluated} requests, ${arrived} arrived\n`);
    expect(arrived).toBeGreaterThan(evaluated / 4); // else hardly anything was compared
  },
  120_000 + wanted * 20,
);

/** Rules that compile: most ask for what no single route can do. */
function soundParts(partSeed: number): readonly ((suffix: string) => EmittedPart)[] {
  const candidates = fc.sample(arbitraryEmittedPart, { seed: partSeed, numRuns: partsPerMesh * 12 });
  const sound = candidates.filter((part) => compileMesh(emittedMesh([part])).mesh !== undefined);
  expect(sound.length).toBeGreaterThanOrEqual(partsPerMesh);
  return sound.slice(0, partsPerMesh);
}

function questionsFor(
  index: number,
  { url, inboundUrl }: Awaited<ReturnType<typeof startLocalMesh>>,
  requestSeed: number,
): readonly EmittedQuestion[] {
  const requests = fc.sample(arbitraryEmittedRequest, { seed: requestSeed + index * 7919, numRuns: requestsPerPart });
  const doors = [
    { proxy: 'client/v1', host: `a${index}`, at: url('client/v1', `a${index}/http`) },
    { proxy: 'ingress', host: emittedHost(index), at: inboundUrl('ingress', 'http') },
    ...(index === 0 ? [{ proxy: 'a0/v1', host: 'a0', at: inboundUrl('a0/v1', 'http') }] : []),
  ];
  return doors.flatMap(({ proxy, host, at }) => {
    const port = Number(new URL(at).port);
    return requests.map((request) => ({
      proxy,
      port,
      request: {
        ...request,
        authority: request.authority.replace('{host}', host).replace('{port}', String(port)),
      },
    }));
  });
}
