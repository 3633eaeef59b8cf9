import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startProcess, type RunningProcess } from '../processes.js';

const execute = promisify(execFile);

/** What a process of a pod may do and see, as a container's manifest says it. */
export interface Container {
  /** Numeric user and group. */
  readonly user: number;
  /** Capabilities left to it, in lower case. */
  readonly capabilities: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Pods as Kubernetes makes them, as far as network and files go: a network namespace each, joined by a bridge. */
export interface PodNetwork {
  /** Address of the node: DNS answers there, and the kubelet probes from there. */
  readonly nodeAddress: string;
  addressOf(pod: string): string;
  /** A folder whose files stand beside those of the machine's `/etc` in a pod. */
  etcOf(pod: string): string;
  /** The same for `/run`, which `/var/run` is a link to. */
  runOf(pod: string): string;
  /** Runs a program to its end and gives its output. */
  run(pod: string, command: readonly string[], container: Container): Promise<string>;
  /** Starts a program and waits until it is ready. */
  start(pod: string, command: readonly string[], options: StartOptions): Promise<RunningProcess>;
  setSysctl(pod: string, name: string, value: string): Promise<void>;
  /** Runs a program on the node, outside of all pods. */
  runOnNode(command: readonly string[]): Promise<string>;
  startOnNode(command: readonly string[], isReady: StartOptions['isReady']): Promise<RunningProcess>;
  /** Ends every process and takes the network down. */
  remove(): Promise<void>;
}

/** How to start a program of a pod. */
export interface StartOptions {
  readonly container: Container;
  /** Asked again and again; gets what the program printed so far. */
  readonly isReady: (output: string) => boolean | Promise<boolean>;
}

/** What a network of pods is made of. */
export interface PodNetworkInput {
  readonly pods: readonly string[];
  /** Kubernetes namespace that plain names are looked up in. */
  readonly namespace: string;
  /**
   * Folders whose files stand beside those of the machine in every pod, by the folder where they stand. They take the
   * place of container images.
   */
  readonly images: Readonly<Record<string, string>>;
}

const nodeAddress = '10.77.0.1';

/**
 * Makes a network of pods. Nothing of it is in the network namespace of the machine, and nothing that a pod writes
 * gets out of it. Needs root, `ip` and `setpriv`.
 */
export async function createPodNetwork({ pods, namespace, images }: PodNetworkInput): Promise<PodNetwork> {
  const folder = await mkdtemp(join(tmpdir(), 'meshwright-pods-'));
  const spaceOf = (where: string): string => `mw-${String(process.pid)}-${where}`;
  const addressByPod = new Map(pods.map((pod, index) => [pod, `10.77.0.${String(11 + index)}`]));
  const etcOf = (pod: string): string => join(folder, pod, 'etc');
  const runOf = (pod: string): string => join(folder, pod, 'run');
  const enterNode = ['ip', 'netns', 'exec', spaceOf('node')];
  const enterPod = (pod: string, container: Container): string[] => [
    ...['ip', 'netns', 'exec', spaceOf(pod)],
    ...confine(container, { ...images, '/etc': etcOf(pod), '/run': runOf(pod) }),
  ];
  const processes: RunningProcess[] = [];
  const start = async (words: readonly string[], isReady: StartOptions['isReady']): Promise<RunningProcess> => {
    const [command = '', ...args] = words;
    const started = await startProcess({ command, args, isReady });
    processes.push(started);
    return started;
  };
  const network: PodNetwork = {
    nodeAddress,
    addressOf: (pod) => addressByPod.get(pod) ?? unknownPod(pod),
    etcOf,
    runOf,
    run: (pod, command, container) => runToEnd([...enterPod(pod, container), ...command]),
    start: (pod, command, { container, isReady }) => start([...enterPod(pod, container), ...command], isReady),
    async setSysctl(pod, name, value) {
      const path = `/proc/sys/${name.replaceAll('.', '/')}`;
      await runToEnd(['ip', 'netns', 'exec', spaceOf(pod), 'sh', '-c', `echo ${value} > ${path}`]);
    },
    runOnNode: (command) => runToEnd([...enterNode, ...command]),
    startOnNode: (command, isReady) => start([...enterNode, ...command], isReady),
    async remove() {
      await Promise.all(processes.map((each) => each.stop()));
      for (const where of ['node', ...pods]) {
        await execute('ip', ['netns', 'delete', spaceOf(where)]).catch(() => undefined); // not there where making it failed
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await makeNode(spaceOf('node'));
    for (const [pod, address] of addressByPod) {
      await makePod(spaceOf(pod), { node: spaceOf('node'), address });
      for (const made of [etcOf(pod), runOf(pod)]) await mkdir(made, { recursive: true });
      await writeFile(join(etcOf(pod), 'resolv.conf'), resolverSettings(namespace));
    }
  } catch (error) {
    await network.remove();
    throw error;
  }
  return network;
}

async function makeNode(space: string): Promise<void> {
  await ip(`netns add ${space}`);
  await ip(`-n ${space} link set lo up`);
  await ip(`-n ${space} link add bridge type bridge`);
  await ip(`-n ${space} address add ${nodeAddress}/24 dev bridge`);
  await ip(`-n ${space} link set bridge up`);
}

async function makePod(space: string, { node, address }: { node: string; address: string }): Promise<void> {
  await ip(`netns add ${space}`);
  await ip(`-n ${space} link set lo up`);
  const nodeEnd = `pod${address.split('.').at(-1) ?? ''}`;
  await ip(`-n ${space} link add eth0 type veth peer name ${nodeEnd} netns ${node}`);
  await ip(`-n ${node} link set ${nodeEnd} master bridge up`);
  await ip(`-n ${space} address add ${address}/24 dev eth0`);
  await ip(`-n ${space} link set eth0 up`);
  await ip(`-n ${space} route add default via ${nodeAddress}`);
}

async function ip(words: string): Promise<void> {
  await execute('ip', words.split(' '));
}

/** As the kubelet writes it into `/etc/resolv.conf`. */
function resolverSettings(namespace: string): string {
  return `nameserver ${nodeAddress}\nsearch ${namespace}.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n`;
}

/**
 * The words that go before a command to confine it as a container is: files of its own, a root file system that is
 * read-only, no way to more privileges, no capability that is not named, and no variable that is not given.
 */
function confine({ user, capabilities, env }: Container, folders: Readonly<Record<string, string>>): string[] {
  const mounts = Object.entries(folders).map(
    ([place, files]) => `mount -t overlay overlay -o ro,lowerdir=${files}:${place} ${place}`,
  );
  const script = [...mounts, 'mount -o remount,bind,ro /', 'exec "$@"'].join(' && ');
  const kept = capabilities.map((name) => `,+${name}`).join('');
  return [
    ...['sh', '-c', script, 'sh'],
    // The kernel forgets the leash of `startProcess` when the user changes, so it is put on again.
    ...['setpriv', '--pdeathsig=KILL', '--no-new-privs', '--inh-caps=-all', `--bounding-set=-all${kept}`],
    ...[`--reuid=${String(user)}`, `--regid=${String(user)}`, '--clear-groups'],
    ...['env', '--ignore-environment', `PATH=${process.env['PATH'] ?? ''}`],
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
  ];
}

async function runToEnd([program = '', ...args]: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, args, { maxBuffer: 1e8 });
  return stdout;
}

function unknownPod(pod: string): never {
  throw new Error(`the test's network has no pod "${pod}"`);
}
