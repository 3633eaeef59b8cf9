import type { Service } from '../../ir/service.js';
import type { EnvValue, Probe, Version } from '../../ir/version.js';
import { isDnsSubdomain } from '../syntax/is-dns-subdomain.js';
import { showValue } from '../words/show-value.js';
import { expectPath } from './expect-path.js';
import { expectPort } from './expect-port.js';
import { expectWholeNumber } from './expect-whole-number.js';
import { labelsProblems } from './labels-problems.js';
import { performanceProblems } from './performance-problems.js';
import { resourcesProblems } from './resources-problems.js';
import type { ValueProblem } from './value-problem.js';

const largestInt32 = 2_147_483_647;

/**
 * Judges the values of a version: what its workload is and how it runs.
 */
export function* versionProblems(version: Version, service: Service): Generator<ValueProblem> {
  const { image, probes } = version;
  yield* expectWholeNumber('number of replicas', version.replicas, { from: 0, to: largestInt32 });
  if (image !== undefined && image !== '' && !isImageName(image)) {
    yield { what: 'image', got: showValue(image), expected: 'the name of an image, without blanks' };
  }
  yield* expectWholeNumber('drain time in ms', version.drainMs, { from: 0, to: 86_400_000 });
  yield* expectWholeNumber('user to run as', version.runAsUser, { from: 0, to: largestInt32 });
  yield* resourcesProblems(version.resources);
  yield* labelsProblems(version.labels);
  yield* performanceProblems(version.performance);
  for (const kind of ['startup', 'readiness', 'liveness'] as const)
    yield* probeProblems(`${kind} probe`, probes[kind], service);
  for (const path of version.writablePaths) yield* folderProblems(path);
  for (const [name, value] of Object.entries(version.env)) yield* envProblems(name, value);
  for (const name of Object.keys(version.local?.env ?? {})) yield* variableNameProblems('local variable', name);
}

function isImageName(image: unknown): boolean {
  return typeof image === 'string' && !/\s/.test(image);
}

function* probeProblems(words: string, probe: Probe | undefined, { ports }: Service): Generator<ValueProblem> {
  if (probe === undefined) return;
  // The default is the first port of the service, which is judged there; so is that there is none.
  const isOwnPort = ports.length === 0 || ports.some(({ targetPort }) => targetPort === probe.port);
  if (!isOwnPort) yield* expectPort(`port of the ${words}`, probe.port);
  if (probe.kind === 'http') yield* expectPath(`path of the ${words}`, probe.path);
  yield* wholeSeconds(`period of the ${words}`, probe.periodMs);
  yield* wholeSeconds(`timeout of the ${words}`, probe.timeoutMs);
  yield* expectWholeNumber(`failure threshold of the ${words}`, probe.failureThreshold, { from: 1, to: largestInt32 });
}

/** Kubernetes counts them in seconds. */
function* wholeSeconds(what: string, valueMs: number): Generator<ValueProblem> {
  if (valueMs >= 1000 && valueMs <= 86_400_000 && valueMs % 1000 === 0) return;
  yield { what, got: `${showValue(valueMs)} ms`, expected: 'whole seconds, 1 or more' };
}

function* folderProblems(path: string): Generator<ValueProblem> {
  if (path === '' || (/^\/./.test(path) && !path.split('/').includes('..'))) return;
  yield { what: 'writable path', got: showValue(path), expected: 'an absolute path below "/" without ".."' };
}

function* envProblems(name: string, value: EnvValue): Generator<ValueProblem> {
  yield* variableNameProblems('variable', name);
  if (value.kind === 'literal' && (typeof value.value !== 'string' || value.value.includes('\0'))) {
    yield { what: `value of variable "${name}"`, got: showValue(value.value), expected: 'a text' };
  }
  if (value.kind !== 'secret' && value.kind !== 'config-map') return;
  const noun = value.kind === 'secret' ? 'Secret' : 'ConfigMap';
  if (value.name !== '' && !isDnsSubdomain(value.name)) {
    const expected = 'lower-case letters, digits, "-" and "."';
    yield { what: `${noun} of variable "${name}"`, got: showValue(value.name), expected };
  }
  if (value.key !== '' && !/^[-._A-Za-z0-9]{1,253}$/.test(value.key)) {
    const expected = 'letters, digits, "-", "_" and "."';
    yield { what: `${noun} key of variable "${name}"`, got: showValue(value.key), expected };
  }
}

function* variableNameProblems(noun: string, name: string): Generator<ValueProblem> {
  if (name === '' || /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(name)) return;
  yield {
    what: `${noun} name`,
    got: showValue(name),
    expected: 'letters, digits, "_", "-" and ".", with no digit first',
  };
}
