import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryChainCase } from '../../support/simulate/chains/arbitrary-chain-case.js';
import type { ChainCase } from '../../support/simulate/chains/chain-case.js';
import { chainDisagreements, type ChainDisagreement } from '../../support/simulate/chains/chain-disagreements.js';
import { runChainCases } from '../../support/simulate/chains/run-chain-cases.js';
import { minimise } from '../../support/simulate/minimise.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const wanted = Number(process.env['MESHWRIGHT_DIFFERENTIAL_CONNECTIONS'] ?? '3000');
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? randomInt(2 ** 31));
const connectionsPerCase = 30;
const casesPerEnvoy = 100;
const required = new Set(['listeners', 'connections', 'host', 'inspectsTls', 'chains', 'name', 'match', 'kind']);
for (const field of ['destination', 'source', 'applicationProtocols']) required.add(field);

test.skipIf(envoy.isMissing)(
  'agrees with Envoy on the filter chain of random connections',
  async () => {
    let evaluated = 0;
    let refused = 0;
    let closed = 0;
    for (let batch = 0; evaluated < wanted; batch++) {
      const numRuns = Math.min(casesPerEnvoy, Math.ceil((wanted - evaluated) / connectionsPerCase));
      const cases = fc.sample(arbitraryChainCase(connectionsPerCase), { seed: seed + batch, numRuns });
      const observed = await runChainCases(envoy.path, join(temporaryFolderOfFile(), 'envoy'), cases);
      for (const [index, each] of cases.entries()) {
        const seen = observed[index];
        if (seen === undefined) {
          refused++;
          continue;
        }
        const clear = seen.observations.filter((observation) => observation !== undefined);
        evaluated += clear.length;
        closed += clear.filter(({ chain }) => chain === '-' || chain === undefined).length;
        const [first] = chainDisagreements(each, seen);
        if (first === undefined) continue;
        throw new Error(await described({ ...each, connections: [first.connection] }, first));
      }
    }
    process.stdout.write(
      `filter chains: seed ${seed}, ${evaluated} connections (${closed} taken by none), ${refused} cases refused by Envoy\n`,
    );
    // A generator whose listeners take nothing, or that Envoy does not take, shows nothing.
    expect(closed).toBeLessThan(evaluated / 2);
    expect(refused).toBeLessThan(evaluated / connectionsPerCase / 5);
  },
  120_000 + wanted * 20,
);

async function described(start: ChainCase, first: ChainDisagreement): Promise<string> {
  const smallest = await minimise<ChainCase, ChainDisagreement>(start, {
    required,
    judge: async (candidates) => {
      const observed = await runChainCases(envoy.path, temporaryFolderOfFile(), candidates);
      return candidates.map((each, index) => {
        const seen = observed[index];
        return seen === undefined ? [] : chainDisagreements(each, seen);
      });
    },
  });
  const hint = `rerun with MESHWRIGHT_SEED=${seed} MESHWRIGHT_DIFFERENTIAL_CONNECTIONS=${wanted}`;
  return `${hint}\n${JSON.stringify(first)}\nsmallest: ${JSON.stringify(smallest, undefined, 1)}`;
}
