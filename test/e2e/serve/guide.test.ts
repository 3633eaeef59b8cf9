import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { freePorts } from '../../support/free-port.js';
import { makeProject } from '../../support/make-project.js';
import { startProcess } from '../../support/processes.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const main = fileURLToPath(new URL('../../../build/lib/cli/main.js', import.meta.url));
const guide = readFileSync(fileURLToPath(new URL('../../../docs/guides/serve.md', import.meta.url)), 'utf8');
const run = promisify(execFile);
// It waits for each step, on a machine that may be busy.
const timeout = 180_000;

/** The blocks of the guide's first part, with the ports that are free here. */
async function readGuide() {
  const [gateway = 0, xds = 0, api = 0, first = 0, second = 0] = (await freePorts(5)).map(String);
  const replaced: readonly (readonly [string, string | number])[] = [
    ['8080', gateway],
    ['9001', first],
    ['9002', second],
    ['15050', api],
    ['npx meshwright serve', `node ${main} serve --xds-port ${xds} --api-port ${api} --proxy-address 127.0.0.1`],
    ['envoy -c', `${envoy.path} --use-dynamic-base-id -c`],
  ];
  const text = replaced.reduce((before, [from, to]) => before.replaceAll(from, String(to)), guide);
  const [part = ''] = text.slice(text.indexOf('\n## See')).split('\n## Nodes');
  const blocks = [...part.matchAll(/```(ts|sh)\n(.*?)```/gs)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
  const program = blocks.find(({ language }) => language === 'ts')?.code ?? '';
  return { program, commands: blocks.filter(({ language }) => language === 'sh').map(({ code }) => code) };
}

test.skipIf(envoy.isMissing)('the commands of the guide do what it says', { timeout }, async () => {
  const { program, commands } = await readGuide();
  const directory = makeProject({ 'main.ts': program });
  const printed: string[] = [];
  for (const command of commands) {
    if (command.startsWith('# ')) {
      const isServe = command.includes('serve --xds-port');
      const terminal = await startProcess({
        command: 'bash',
        // Bash makes way for the last command, so that it is this that is stopped.
        args: ['-c', command.replace(/\n(?=\S)/, '\nexec ')],
        workingDirectory: directory,
        readyTimeoutMs: 60_000,
        isReady: (output) => !isServe || output.includes('ready\n'),
      });
      onTestFinished(terminal.stop);
    } else {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd: directory });
      printed.push(stdout);
    }
  }
  const [registered = '', , balanced = '', proxies = ''] = printed;
  expect(registered).toMatch(/"id":\s*"one".*"id":\s*"two"/s);
  // One in half a million that all twenty are the same.
  expect(balanced).toMatch(/^ +\d+ one\n +\d+ two\n$/);
  expect(proxies).toMatch(/"status":\s*"draining".*gateway~front~1/s);
  const [ask = ''] = commands.filter((command) => command.includes('for number'));
  const { stdout } = await run('bash', ['-c', ask], { cwd: directory });
  expect(stdout.trim()).toBe('20 two');
});
