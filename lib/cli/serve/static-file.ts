import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { watchFolder } from '../../local-runtime/watch-folder.js';
import { openApiDocument } from '../../mesh-api/openapi/open-api-document.js';
import { createChecker } from '../../mesh-api/server/check/create-checker.js';
import { describeError } from '../../mesh-api/server/check/describe-error.js';
import type { InstanceDescription } from '../../registry/model/instance-record.js';
import type { RegistryBackend } from '../../registry/model/registry-backend.js';
import { problemsOf } from '../../registry/rules/problems-of.js';
import { staticBackend, type StaticContent } from '../../registry/static/static-backend.js';
import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';

/**
 * Serves instances that are written down in a JSON file, `{"instances": [{"service": "reviews", "id": "1", …}]}`, each as
 * the mesh API takes it, and follows changes of the file; a broken one changes nothing and is told of. Ends the
 * command where it is broken at the start.
 */
export function staticFile(file: string, print: (text: string) => void): RegistryBackend {
  const first = read(file);
  if (typeof first === 'string') throw new UsageError(first);
  const backend = staticBackend(first);
  const unwatch = watchFolder({
    directory: dirname(file),
    ignored: [],
    onChange: () => {
      const next = read(file);
      if (typeof next === 'string') print(`${next}; its instances stay as they were`);
      else backend.replace(next);
    },
  });
  return {
    ...backend,
    close: () => {
      unwatch();
      return backend.close();
    },
  };
}

/** What the file says, or what is wrong with it. */
function read(file: string): StaticContent | string {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return `${file} cannot be read: ${messageOf(error)}`;
  }
  const list = typeof json === 'object' && json !== null && 'instances' in json ? json.instances : undefined;
  if (!Array.isArray(list)) return `${file} has no list "instances"`;
  const instances: InstanceDescription[] = [];
  for (const [index, entry] of (list as readonly unknown[]).entries()) {
    const instance = readInstance(entry);
    if (typeof instance === 'string') return `${file}: instances/${String(index)}${instance}`;
    instances.push(instance);
  }
  return { instances };
}

function readInstance(entry: unknown): InstanceDescription | string {
  if (typeof entry !== 'object' || entry === null) return ' is no object';
  const { service, ...described } = entry as Readonly<Record<string, unknown>>;
  if (typeof service !== 'string') return ' has no "service"';
  const [error] = createChecker(openApiDocument).at('/components/schemas/NewInstance')(described);
  if (error !== undefined) {
    const { path, problem } = describeError(error, '');
    return `${path}: ${problem}`;
  }
  // The schema has said that it has these fields; weight and metadata have defaults there.
  const instance = { weight: 100, metadata: {}, ...described, service } as unknown as InstanceDescription;
  const [found] = problemsOf({ kind: 'put-instance', instance, precondition: { kind: 'any' } });
  return found === undefined ? instance : `${found.path}: ${found.problem}, expected ${found.expected}`;
}
