import { expect, test } from 'vitest';
import { makeProject } from '../support/make-project.js';
import { shopProgram } from '../support/shop-program.js';
import { tryRunSync } from '../support/try-run-sync.js';

// As `cdk8s synth` runs a program: without our command line around it.
function runPlain(program: string): { readonly code: number | null; readonly stderr: string } {
  const { MESHWRIGHT_OUT: _out, ...env } = process.env;
  const directory = makeProject({ 'main.ts': program });
  const { status, stderr } = tryRunSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: directory,
    env,
  });
  return { code: status, stderr };
}

const rules = ["cart.route({ to: cart.version('v1') });", "cart.route({ to: cart.version('v2') });"];

test('shows warnings once, and ends well', () => {
  const { code, stderr } = runPlain(shopProgram(...rules));
  expect(stderr).toMatch(/^warning MW2211 route-unreachable: [^]*\n1 warning\n$/);
  expect(stderr.match(/MW2211/g)).toHaveLength(1);
  expect(code).toBe(0);
});

test('only counts what the program suppresses', () => {
  expect(runPlain(shopProgram(...rules, "cart.suppress('MW2211', 'kept for May');"))).toEqual({
    code: 0,
    stderr: '1 suppressed\n',
  });
});

test('shows warnings beside the errors that stop it', () => {
  const header = "cart.route({ requestHeaders: { set: { connection: 'close' } } });";
  const { code, stderr } = runPlain(shopProgram(header, 'web.route({ to: split({ v1: 90 }) });'));
  expect(stderr).toMatch(/^warning MW2107 [^]*error MW2201 route-weights: /);
  expect(code).toBe(1);
});

test('is silent when all is well', () => {
  expect(runPlain(shopProgram())).toEqual({ code: 0, stderr: '' });
});
