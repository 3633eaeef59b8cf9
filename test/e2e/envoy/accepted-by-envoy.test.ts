import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { emitEnvoy, type EnvoyOutput } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { emitLocal } from '../../support/emit-local.js';
import { everyFeature } from '../../support/every-feature.js';
import { localEnvironment } from '../../support/local-environment.js';
import { staticBootstrap } from '../../../lib/envoy-resources/static-bootstrap.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const run = promisify(execFile);
const envoy = await findTool('envoy');

const mesh = compiled(everyFeature());
const outputs: Readonly<Record<string, EnvoyOutput>> = {
  Kubernetes: emitEnvoy(mesh, { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' }),
  'one machine': emitLocal(mesh, localEnvironment(mesh)),
};

for (const [name, { proxies, diagnostics }] of Object.entries(outputs)) {
  test.skipIf(envoy.isMissing)(`makes for ${name} what Envoy accepts, without a warning`, async () => {
    expect(diagnostics).toEqual([]);
    const folder = temporaryFolder();
    for (const config of proxies) {
      const path = join(folder, `${config.name.replace('/', '-')}.json`);
      writeFileSync(path, JSON.stringify(staticBootstrap(config)));
      const args = [
        '--mode',
        'validate',
        '-c',
        path,
        '--service-node',
        'a',
        '--service-cluster',
        'b',
        '--log-level',
        'warning',
      ];
      const { stdout, stderr } = await run(envoy.path, args);
      // Whether the machine has its roots is not Envoy's verdict on the configuration.
      expect(`${config.name}: ${stderr}`).toBe(`${config.name}: `);
      expect(stdout).toContain('OK');
    }
  });
}
