import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { startProcess, type RunningProcess } from '../processes.js';

const execute = promisify(execFile);

/** How a process in a pod is confined, as a container's security context says it. */
export interface Confinement {
  /** Numeric user and group. */
  readonly user: number;
  /** Capabilities left to it, in lower case. */
  readonly capabilities: readonly string[];
}

/** Pods as Kubernetes makes them, as far as the network goes: a network namespace each, joined by a bridge. */
export interface PodNetwork {
  /** Address of the node: DNS answers there, and the kubelet probes from there. */
  readonly nodeAddress: string;
  addressOf(pod: string): string;
  /** Runs a program to its end and gives its output. `where` is a pod, or `node`. */
  run(where: string, command: readonly string[], confinement?: Confinement): Promise<string>;
  /** Starts a program and waits until a line of its output contains `readyLine`. */
  start(where: string, command: readonly string[], options: StartOptions): Promise<RunningProcess>;
  /** Ends every process and takes the network down. */
  remove(): Promise<void>;
}

/** How to start a program of a pod. */
export interface StartOptions {
  readonly readyLine: string;
  readonly confinement?: Confinement;
}

const nodeAddress = '10.77.0.1';

/**
 * Makes a network of pods. Nothing of it is in the network namespace of the machine. Needs root, `ip` and `setpriv`.
 *
 * @param namespace Kubernetes namespace that plain names are looked up in
 */
export async function createPodNetwork(pods: readonly string[], namespace: string): Promise<PodNetwork> {
  const spaceOf = (where: string): string => `mw-${process.pid}-${where}`;
  const addressByPod = new Map(pods.map((pod, index) => [pod, `10.77.0.${11 + index}`]));
  const processes: RunningProcess[] = [];
  const network: PodNetwork = {
    nodeAddress,
    addressOf: (pod) => addressByPod.get(pod) ?? unknownPod(pod),
    async run(where, command, confinement) {
      const [program, ...args] = inNamespace(spaceOf(where), command, confinement);
      const { stdout } = await execute(program, args, { maxBuffer: 1e8 });
      return stdout;
    },
    async start(where, command, options) {
      const [program, ...args] = inNamespace(spaceOf(where), command, options.confinement);
      const isReady = (output: string): boolean => output.includes(options.readyLine);
      const started = await startProcess({ command: program, args, isReady });
      processes.push(started);
      return started;
    },
    async remove() {
      await Promise.all(processes.map((each) => each.stop()));
      for (const where of ['node', ...pods]) {
        await execute('ip', ['netns', 'delete', spaceOf(where)]).catch(() => undefined); // never made, where making failed
        await rm(`/etc/netns/${spaceOf(where)}`, { recursive: true, force: true });
      }
    },
  };
  try {
    await makeNode(spaceOf('node'));
    for (const [pod, address] of addressByPod)
      await makePod(spaceOf(pod), { node: spaceOf('node'), address, namespace });
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

interface PodInput {
  readonly node: string;
  readonly address: string;
  readonly namespace: string;
}

async function makePod(space: string, { node, address, namespace }: PodInput): Promise<void> {
  await ip(`netns add ${space}`);
  await ip(`-n ${space} link set lo up`);
  const nodeEnd = `pod${address.split('.').at(-1) ?? ''}`;
  await ip(`-n ${space} link add eth0 type veth peer name ${nodeEnd} netns ${node}`);
  await ip(`-n ${node} link set ${nodeEnd} master bridge up`);
  await ip(`-n ${space} address add ${address}/24 dev eth0`);
  await ip(`-n ${space} link set eth0 up`);
  await ip(`-n ${space} route add default via ${nodeAddress}`);
  // `ip netns exec` puts the files of this folder in the place of those in /etc.
  await mkdir(`/etc/netns/${space}`, { recursive: true });
  const search = `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local`;
  await writeFile(`/etc/netns/${space}/resolv.conf`, `nameserver ${nodeAddress}\n${search}\noptions ndots:5\n`);
}

async function ip(words: string): Promise<void> {
  await execute('ip', words.split(' '));
}

/**
 * The command that runs another in a namespace, confined as a container is: no way to more privileges, a root file
 * system that is read-only, and no capability that is not named.
 */
function inNamespace(space: string, command: readonly string[], confinement?: Confinement): [string, ...string[]] {
  const confined = confinement === undefined ? command : [...confine(confinement), ...command];
  return ['ip', 'netns', 'exec', space, ...confined];
}

function confine({ user, capabilities }: Confinement): string[] {
  const kept = capabilities.map((name) => `,+${name}`).join('');
  return [
    ...['sh', '-c', 'mount -o remount,bind,ro / && exec "$@"', 'sh'],
    // The kernel forgets the leash of `startProcess` when the user changes, so it is put on again.
    ...['setpriv', '--pdeathsig=KILL', '--no-new-privs', '--inh-caps=-all', `--bounding-set=-all${kept}`],
    ...[`--reuid=${user}`, `--regid=${user}`, '--clear-groups'],
  ];
}

function unknownPod(pod: string): never {
  throw new Error(`the test's network has no pod "${pod}"`);
}
