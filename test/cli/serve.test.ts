import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePorts } from '../support/free-port.js';
import { runCli, type CliRun } from '../support/run-cli.js';
import { startServe } from '../support/control-plane/serve.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// It starts several processes, on a machine that may be busy.
const timeout = 120_000;

/** Runs until it is ready, then asks it to stop. */
const runServe = (directory: string, args: readonly string[] = []): Promise<CliRun> =>
  runCli(['serve', '--xds-port', '0', '--api-port', '0', ...args], {
    directory,
    onText: { text: 'ready\n', act: (pid) => process.kill(pid, 'SIGTERM') },
  });

test(
  'needs no program: it serves a registry, makes a token that only its owner reads, and ends well',
  { timeout },
  async () => {
    const directory = temporaryFolder();
    const run = await runServe(directory);
    expect(run).toMatchObject({ code: 0, signal: null });
    expect(run.stderr).toMatch(
      /^xDS server: 127\.0\.0\.1:\d+\nmesh API: http:\/\/127\.0\.0\.1:\d+ \(token in \.meshwright\/operator-token\)\nready\nstopping\n$/,
    );
    const token = join(directory, '.meshwright/operator-token');
    expect(statSync(token).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(directory, '.meshwright/tokens.json'), 'utf8')).not.toContain(
      readFileSync(token, 'utf8').trim(),
    );
  },
);

test('a registry that cannot be read at the start is refused', { timeout }, async () => {
  const run = await runServe(temporaryFolder(), ['--registry', 'static:none.json']);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain('none.json cannot be read');
});

test('a program that is named has to be there', { timeout }, async () => {
  const directory = temporaryFolder();
  const run = await runCli(['serve', 'nowhere'], { directory });
  expect(run).toMatchObject({ code: 1 });
  expect(run.stderr).toContain('there is no file or folder "nowhere"');
  expect(existsSync(join(directory, '.meshwright'))).toBe(false);
});

test('a second server on the same folder or port is refused, and the first serves on', { timeout }, async () => {
  const directory = temporaryFolder();
  const [xds = 0, api = 0] = await freePorts(2);
  const first = await startServe({ directory, ports: { xds, api } });
  const second = await runServe(directory);
  expect(second.code).toBe(2);
  expect(second.stderr).toContain('has it open');
  const third = await runServe(temporaryFolder(), ['--xds-port', String(xds)]);
  expect(third.code).toBe(2);
  expect(third.stderr).toContain(`the xDS server cannot listen on 127.0.0.1:${String(xds)}`);
  expect(await first.api('GET /v1/services')).toMatchObject({ items: [] });
});

test('what is written down in a file is merged with what is registered, and followed', { timeout }, async () => {
  const directory = temporaryFolder();
  mkdirSync(join(directory, 'fixed'));
  const file = join(directory, 'fixed/instances.json');
  const write = (address: string): void => {
    const instance = { service: 'mail', id: '1', address, ports: { smtp: 25 } };
    writeFileSync(file, JSON.stringify({ instances: [instance] }));
  };
  write('192.0.2.1');
  const [xds = 0, api = 0] = await freePorts(2);
  const args = ['--registry', 'embedded', `static:${file}`];
  const serve = await startServe({ directory, ports: { xds, api }, args });
  await serve.api('PUT /v1/services/web/instances/1', { address: '192.0.2.9', ports: { http: 80 } });
  const addresses = async (): Promise<readonly string[]> => {
    const { items } = (await serve.api('GET /v1/instances')) as { readonly items: readonly { address: string }[] };
    return items.map(({ address }) => address);
  };
  expect(await addresses()).toEqual(['192.0.2.1', '192.0.2.9']);
  write('192.0.2.2');
  await expect.poll(addresses, { timeout: 20_000 }).toEqual(['192.0.2.2', '192.0.2.9']);
  writeFileSync(file, '{');
  await expect.poll(serve.process.output, { timeout: 20_000 }).toContain('its instances stay as they were');
  expect(await addresses()).toEqual(['192.0.2.2', '192.0.2.9']);
});
