import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeMetricsTargets } from '../../lib/local-runtime/metrics-targets.js';
import { wantedInstances } from '../../lib/local-runtime/plan/wanted-instances.js';
import { answerMesh } from '../support/answer-mesh.js';
import { compiled } from '../support/compiled.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('tells a Prometheus where the counters of each Envoy are, and of none when nothing runs', () => {
  const file = join(temporaryFolder(), 'targets.json');
  const { wanted } = wantedInstances(compiled(answerMesh({ cart: { v1: 100 } })));
  const ports = {
    kind: 'service',
    owner: '',
    adminPort: 9901,
    inboundPorts: {},
    workloadPorts: {},
    outboundPorts: {},
  } as const;
  writeMetricsTargets(
    file,
    wanted.map((each) => ({ wanted: each, ports })),
  );
  const groups = JSON.parse(readFileSync(file, 'utf8')) as readonly object[];
  expect(groups).toHaveLength(wanted.length);
  expect(groups[0]).toEqual({
    targets: ['127.0.0.1:9901'],
    labels: { __metrics_path__: '/stats/prometheus', meshwright_instance: wanted[0]?.name },
  });
  writeMetricsTargets(file, []);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([]);
});
