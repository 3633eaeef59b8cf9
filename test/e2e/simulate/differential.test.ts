import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCase } from '../../support/simulate/arbitrary-case.js';
import { disagreements } from '../../support/simulate/disagreements.js';
import { minimiseCase } from '../../support/simulate/minimise-case.js';
import { runCases } from '../../support/simulate/run-cases.js';
import { temporaryFolderOfFile } from '../../support/temporary-folder-of-file.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const wanted = Number(process.env['MESHWRIGHT_DIFFERENTIAL_REQUESTS'] ?? '20000');
const seed = Number(process.env['MESHWRIGHT_SEED'] ?? randomInt(2 ** 31));
const requestsPerTable = 100;
const tablesPerEnvoy = 200;
const timeoutMs = 120_000 + wanted * 10;

test.skipIf(envoy.isMissing)(
  'agrees with Envoy on random route tables and requests',
  async () => {
    let evaluated = 0;
    let refusedTables = 0;
    for (let batch = 0; evaluated < wanted; batch++) {
      const tables = Math.min(tablesPerEnvoy, Math.ceil((wanted - evaluated) / requestsPerTable));
      const cases = fc.sample(arbitraryCase(requestsPerTable), { seed: seed + batch, numRuns: tables });
      const observed = await runCases(envoy.path, join(temporaryFolderOfFile(), 'envoy'), cases);
      for (const [index, observations] of observed.entries()) {
        const each = cases[index];
        if (each === undefined) continue;
        if (observations === undefined) {
          refusedTables++;
          continue;
        }
        evaluated += observations.length;
        const [first] = disagreements(each, observations);
        if (first === undefined) continue;
        const smallest = await minimiseCase(envoy.path, temporaryFolderOfFile(), {
          ...each,
          requests: [first.request],
        });
        const hint = `rerun with MESHWRIGHT_SEED=${seed} MESHWRIGHT_DIFFERENTIAL_REQUESTS=${wanted}`;
        throw new Error(
          `${hint}\n${JSON.stringify(first, undefined, 1)}\nsmallest: ${JSON.stringify(smallest, undefined, 1)}`,
        );
      }
    }
    process.stdout.write(
      `differential: seed ${seed}, ${evaluated} requests, ${refusedTables} tables refused by Envoy\n`,
    );
    // A generator whose tables Envoy does not take shows nothing.
    expect(refusedTables).toBeLessThan(evaluated / requestsPerTable / 10);
  },
  timeoutMs,
);
