import { KubeConfig } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { followObjects } from '../../../lib/registry/kubernetes/follow-objects.js';
import { kubeHttp, type KubeHttp } from '../../../lib/registry/kubernetes/kube-http.js';
import { kubePaths, type KubeObject } from '../../../lib/registry/kubernetes/kube-objects.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { eventually } from '../../support/eventually.js';
import { startKube } from '../../support/kube.js';
import { findTool } from '../../support/tools.js';

const needed = [await findTool('kube-apiserver'), await findTool('etcd'), await findTool('kubectl')];
const isMissing = needed.some((tool) => tool.isMissing);

interface WatchError {
  readonly type: string;
  readonly object: { readonly code?: number };
}

test.skipIf(isMissing)(
  'lists anew when the API server no longer knows what came after the list (410 Gone)',
  async () => {
    const kube = await startKube();
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(kube.kubeconfigPath);
    const http = kubeHttp({ kubeConfig, clock: systemClock, timeoutMs: 10_000 });
    onTestFinished(http.close);
    const { services: path } = kubePaths('gone');
    const service = (name: string): unknown => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { clusterIP: 'None' } }); // prettier-ignore
    const made = async (name: string): Promise<void> => {
      expect(await http.ask({ method: 'POST', path, body: service(name) })).toMatchObject({ status: 201 });
    };
    expect(await kube.kubectl(['create', 'namespace', 'gone'])).toMatchObject({ exitCode: 0 });
    await made('old');

    // The first list arrives late: then its version is one that a server which has started since has never seen.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isListed = false;
    const heard: WatchError[] = [];
    const late: KubeHttp = {
      ...http,
      ask: async (request) => {
        const answer = await http.ask(request);
        isListed = true;
        await held;
        return answer;
      },
      stream: (where, onLine) =>
        http.stream(where, (line) => {
          heard.push(JSON.parse(line) as WatchError);
          onLine(line);
        }),
    };
    const lists: string[][] = [];
    const put: string[] = [];
    const nameOf = ({ metadata }: KubeObject): string => metadata.name;
    const end = followObjects({
      http: late,
      clock: systemClock,
      path,
      onList: (objects) => lists.push(objects.map(nameOf)),
      onPut: (object) => put.push(nameOf(object)),
      onRemove: () => undefined,
      onProblem: () => undefined,
    });
    onTestFinished(end);
    await eventually(() => isListed, 20_000);
    expect(await http.ask({ method: 'DELETE', path: `${path}/old` })).toMatchObject({ status: 200 });
    await made('new');
    await kube.killApiServer();
    await kube.startApiServer();
    release();

    await eventually(() => lists.length >= 2, 20_000);
    expect(heard[0]).toMatchObject({ type: 'ERROR', object: { code: 410 } });
    expect(lists).toEqual([['old'], ['new']]);
    await made('later');
    await eventually(() => put.includes('later'), 20_000);
  },
);
