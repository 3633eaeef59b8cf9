import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-port.js';
import { type RunningProcess, startProcess } from './processes.js';
import { temporaryFolderOfFile } from './temporary-folder-of-file.js';
import { etcdBin, kubeApiserverBin, kubectlBin } from './tools.js';

/** A Kubernetes API server without controllers or nodes: it checks and stores objects, and nothing runs. */
export interface Kube {
  /** File that lets kubectl in as an administrator. */
  readonly kubeconfigPath: string;
  /** Runs kubectl against this server. A refusal is an exit code, not a rejection. */
  readonly kubectl: (args: readonly string[], stdin?: string) => Promise<KubectlEnd>;
  /** Ends the API server as a crash does; what it has stored stays. */
  readonly killApiServer: () => Promise<void>;
  /** Starts it again, on the same port. */
  readonly startApiServer: () => Promise<void>;
  /** Both end as in a crash and come back, the API server without anything that it had stored. */
  readonly emptyStore: () => Promise<void>;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** How a kubectl command ended. */
export interface KubectlEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How an API server is to be. */
export interface KubeOptions {
  /**
   * `everybody` may do everything. `rbac`: only administrators, and others what roles give them; who did what stands in `audit.log`
   * beside the kubeconfig, a JSON object a line.
   *
   * @default 'everybody'
   */
  readonly access?: 'everybody' | 'rbac';
}

const token = 'an-administrator-of-this-test-only';

/**
 * Starts etcd and kube-apiserver on free ports of 127.0.0.1, with everything they write in a temporary folder. Takes a few
 * seconds; both end with the test file. Namespaces other than `default` have to be created first, even for a dry run.
 */
export async function startKube({ access = 'everybody' }: KubeOptions = {}): Promise<Kube> {
  const folder = temporaryFolderOfFile();
  const [etcdPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const beginEtcd = (): Promise<RunningProcess> => startEtcd({ folder, clientPort: etcdPort, peerPort });
  let etcd = await beginEtcd();
  const options = { folder, port, etcdPort, access };
  let server = await startApiServer(options);
  const kubeconfigPath = writeKubeconfig(folder, port);
  const kubectlPath = await kubectlBin();
  return {
    kubeconfigPath,
    kubectl: (args, stdin) =>
      runKubectl(
        kubectlPath,
        ['--kubeconfig', kubeconfigPath, '--cache-dir', join(folder, 'discovery'), ...args],
        stdin,
      ),
    port,
    killApiServer: async () => {
      server.kill('SIGKILL');
      await server.stop();
    },
    startApiServer: async () => {
      server = await startApiServer(options);
    },
    emptyStore: async () => {
      for (const running of [server, etcd]) running.kill('SIGKILL');
      for (const running of [server, etcd]) await running.stop();
      rmSync(join(folder, 'etcd'), { recursive: true });
      etcd = await beginEtcd();
      server = await startApiServer(options);
    },
    stop: async () => {
      await server.stop();
      await etcd.stop();
    },
  };
}

async function startEtcd(options: { folder: string; clientPort: number; peerPort: number }): Promise<RunningProcess> {
  const client = `http://127.0.0.1:${options.clientPort}`;
  const peer = `http://127.0.0.1:${options.peerPort}`;
  return startProcess({
    command: await etcdBin(),
    args: [
      `--data-dir=${join(options.folder, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      // Nothing here has to survive a crash.
      '--unsafe-no-fsync',
    ],
    isReady: async () => (await fetch(`${client}/health`)).ok,
  });
}

async function startApiServer(options: {
  folder: string;
  port: number;
  etcdPort: number;
  access: 'everybody' | 'rbac';
}): Promise<RunningProcess> {
  const { folder, port, etcdPort } = options;
  const keyPath = join(folder, 'service-accounts.pem');
  // Kept over restarts: tokens of service accounts stay good.
  if (!existsSync(keyPath)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(keyPath, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }
  const tokensPath = join(folder, 'tokens.csv');
  writeFileSync(tokensPath, `${token},test,test,"system:masters"\n`);
  mkdirSync(certificatesOf(folder), { recursive: true });
  return startProcess({
    command: await kubeApiserverBin(),
    args: [
      `--etcd-servers=http://127.0.0.1:${etcdPort}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      // It makes a certificate of its own there.
      `--cert-dir=${certificatesOf(folder)}`,
      `--token-auth-file=${tokensPath}`,
      ...(options.access === 'everybody' ? ['--authorization-mode=AlwaysAllow'] : rbacFlags(folder)),
      '--service-cluster-ip-range=10.96.0.0/16',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${keyPath}`,
      `--service-account-signing-key-file=${keyPath}`,
      // The controller that would make each namespace's default account does not run.
      '--disable-admission-plugins=ServiceAccount',
      // Nor can a server on a loopback address be an endpoint of the service "kubernetes".
      '--endpoint-reconciler-type=none',
      '--enable-priority-and-fairness=false',
    ],
    readyTimeoutMs: 60_000,
    isReady: async () => {
      const kubeconfigPath = writeKubeconfig(folder, port);
      const { stdout } = await runKubectl(await kubectlBin(), [
        '--kubeconfig',
        kubeconfigPath,
        'get',
        '--raw',
        '/readyz',
      ]);
      return stdout === 'ok';
    },
  });
}

function rbacFlags(folder: string): string[] {
  const policy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata' }] };
  const policyPath = join(folder, 'audit-policy.json');
  writeFileSync(policyPath, JSON.stringify(policy));
  return [
    '--authorization-mode=RBAC',
    `--audit-policy-file=${policyPath}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
  ];
}

function certificatesOf(folder: string): string {
  return join(folder, 'certificates');
}

function writeKubeconfig(folder: string, port: number): string {
  const path = join(folder, 'kubeconfig.json');
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    'certificate-authority': join(certificatesOf(folder), 'apiserver.crt'),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

function runKubectl(path: string, args: readonly string[], stdin?: string): Promise<KubectlEnd> {
  return new Promise((resolve, reject) => {
    const child = execFile(path, args, { maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, stdout, stderr });
      else reject(new Error(`kubectl did not run: ${error.message}`, { cause: error }));
    });
    child.stdin?.end(stdin ?? '');
  });
}
