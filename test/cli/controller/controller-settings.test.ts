import { expect, test } from 'vitest';
import type { ControllerCommandOptions } from '../../../lib/cli/controller/controller-options.js';
import { controllerSettings } from '../../../lib/cli/controller/controller-settings.js';

const usual: ControllerCommandOptions = {
  plans: 'rollouts.json',
  data: '.meshwright',
  prometheus: 'http://prometheus:9090',
  apiAddress: '127.0.0.1',
  apiPort: '15060',
  quiet: false,
};

function read(options: Partial<ControllerCommandOptions>, env: NodeJS.ProcessEnv = {}) {
  return controllerSettings({ ...usual, ...options }, { workingDirectory: '/shop', env });
}

test('finds plans, folder, mesh API and API where nothing else is said', () => {
  expect(read({})).toEqual({
    source: { kind: 'folder', plansFile: '/shop/rollouts.json', folder: '/shop/.meshwright/rollouts' },
    meshApi: { urls: ['http://127.0.0.1:15050'], token: undefined },
    counters: { kind: 'prometheus', url: 'http://prometheus:9090' },
    api: { address: '127.0.0.1', port: 15_060 },
  });
});

test('takes what is said, and secrets from the environment', () => {
  const said = {
    redis: 'redis://127.0.0.1:6379/3',
    meshApi: ['https://one:15050/', 'https://other:15050'],
    meshApiTokenFile: 'token',
    meshApiCa: 'ca.pem',
    prometheusMatchers: 'namespace="shop"',
    scrapeInterval: '5s',
    tokens: 'tokens.json',
  };
  expect(read(said, { MESHWRIGHT_WEBHOOK: 'https://hooks/a', MESHWRIGHT_SLACK_WEBHOOK: 'https://hooks/b' })).toEqual({
    source: { kind: 'redis', plansFile: '/shop/rollouts.json', url: 'redis://127.0.0.1:6379/3' },
    meshApi: {
      urls: ['https://one:15050', 'https://other:15050'],
      token: { file: '/shop/token' },
      caFile: '/shop/ca.pem',
    },
    counters: {
      kind: 'prometheus',
      url: 'http://prometheus:9090',
      matchers: 'namespace="shop"',
      scrapeIntervalMs: 5000,
    },
    api: { address: '127.0.0.1', port: 15_060, tokensFile: '/shop/tokens.json' },
    webhook: 'https://hooks/a',
    slack: 'https://hooks/b',
  });
});

const { plans: _plans, ...withoutPlans } = usual;
const { prometheus: _prometheus, ...withoutCounters } = usual;

test('takes everything from Kubernetes', () => {
  const { source } = controllerSettings({ ...withoutPlans, kubernetes: 'shop' }, { workingDirectory: '/', env: {} });
  expect(source).toEqual({ kind: 'kubernetes', namespace: 'shop', traffic: 'mesh-api' });
});

test('lets objects of another mesh divide requests', () => {
  const said = { ...withoutPlans, kubernetes: 'shop', traffic: 'istio' } as const;
  expect(controllerSettings(said, { workingDirectory: '/', env: {} }).source).toMatchObject({ traffic: 'istio' });
});

test.each([
  [withoutPlans, 'say --plans with the rollouts.json'],
  [{ ...usual, kubernetes: 'shop' }, '--kubernetes takes its plans from the Rollout objects'],
  [
    { ...withoutPlans, kubernetes: 'shop', redis: 'redis://a' },
    '--kubernetes keeps its records in the Rollout objects',
  ],
  [{ ...usual, traffic: 'istio' } as const, '--traffic istio is for objects of Kubernetes'],
  [{ ...usual, redis: 'http://a' }, '--redis takes a URL of redis:// or rediss://'],
  [withoutCounters, 'say who counts requests'],
  [{ ...usual, proxyStats: ['http://a'] }, 'say who counts requests'],
  [{ ...usual, prometheus: 'prometheus' }, '--prometheus takes a URL'],
  [{ ...usual, scrapeInterval: 'often' }, '--scrape-interval takes a time'],
  [{ ...usual, meshApi: ['http://a/v1'] }, '--mesh-api takes a URL'],
  [{ ...usual, meshApiCa: 'ca.pem' }, '--mesh-api-ca is for servers with TLS: "http://127.0.0.1:15050"'],
  [{ ...usual, apiAddress: 'here' }, '--api-address takes an IP address, not "here"'],
  [{ ...usual, apiPort: '-1' }, '--api-port takes a whole number'],
  [{ ...usual, webhook: 's3cret' }, '--webhook takes a URL of https: or http:'],
  [{ ...usual, slack: 'ftp://s3cret' }, '--slack takes a URL of https: or http:'],
])('refuses what cannot be carried out', (options, message) => {
  const refused = (): unknown => controllerSettings(options, { workingDirectory: '/', env: {} });
  expect(refused).toThrow(message);
  expect(refused).not.toThrow('s3cret');
});
