import type { EnvValue, LocalCommand, Version } from '../../ir/version.js';
import { emptyTexts } from './empty-texts.js';
import type { Empty } from './empty.js';

/**
 * Finds what is empty in a version.
 */
export function* versionEmpties({ name, image, local, env, probes, resources, ...version }: Version): Generator<Empty> {
  yield* emptyTexts({ name, image });
  for (const path of version.writablePaths) yield* emptyTexts({ 'writable path': path });
  for (const [variable, value] of Object.entries(env)) yield* variableEmpties(variable, value);
  if (local !== undefined) yield* localEmpties(local);
  for (const kind of ['startup', 'readiness', 'liveness'] as const) {
    const probe = probes[kind];
    if (probe?.kind === 'http') yield* emptyTexts({ [`path of the ${kind} probe`]: probe.path });
  }
  yield* emptyTexts({
    'CPU request': resources.cpuRequest,
    'CPU limit': resources.cpuLimit,
    'memory request': resources.memoryRequest,
    'memory limit': resources.memoryLimit,
  });
}

function* localEmpties({ command, workingDirectory, env }: LocalCommand): Generator<Empty> {
  yield* emptyTexts({ 'working directory': workingDirectory });
  if (command.length === 0 || command[0] === '') {
    yield { what: 'local command', hint: 'name a program, or leave out "local"' };
  }
  for (const variable of Object.keys(env)) yield* emptyTexts({ 'name of a local variable': variable });
}

function* variableEmpties(variable: string, value: EnvValue): Generator<Empty> {
  yield* emptyTexts({ 'name of a variable': variable });
  if (value.kind === 'field') yield* emptyTexts({ [`field of variable "${variable}"`]: value.path });
  if (value.kind !== 'secret' && value.kind !== 'config-map') return;
  const noun = value.kind === 'secret' ? 'Secret' : 'ConfigMap';
  yield* emptyTexts({
    [`${noun} of variable "${variable}"`]: value.name,
    [`${noun} key of variable "${variable}"`]: value.key,
  });
}
