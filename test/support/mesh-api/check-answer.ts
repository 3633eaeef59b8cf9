import { openApiDocument } from '../../../lib/mesh-api/openapi/open-api-document.js';
import { createChecker } from '../../../lib/mesh-api/server/check/create-checker.js';
import { operationTable, type TableEntry } from '../../../lib/mesh-api/server/operation-table.js';
import type { Answered } from './create-caller.js';

const checker = createChecker(openApiDocument);
const table = operationTable(openApiDocument).map((entry) => ({
  entry,
  pattern: new RegExp(`^${entry.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Answers that were seen, as `<operation> <status>`. */
export const seenAnswers = new Set<string>();

/** Throws where an answer is none that the API description has, or its body is not as it says. */
export function checkAnswer(method: string, path: string, { status, body, headers }: Answered): void {
  const [name = ''] = path.split('?');
  const found = table.find(({ entry, pattern }) => entry.method === method.toLowerCase() && pattern.test(name));
  if (found === undefined) {
    if (status >= 400) checkProblem(`${method} ${name}`, body);
    return;
  }
  const { operationId, responses } = found.entry.operation;
  const response = responses[String(status)];
  if (response === undefined) throw new Error(`${operationId} answered ${String(status)}, which nobody says it does`);
  seenAnswers.add(`${operationId} ${String(status)}`);
  const type = headers.get('content-type')?.split(';')[0];
  const pointer = schemaPointer(found.entry, status, type);
  if (pointer === undefined) {
    if (body !== undefined) throw new Error(`${operationId} ${String(status)} has a body of type ${String(type)}`);
    return;
  }
  const errors = checker.at(pointer)(body);
  if (errors.length > 0) throw new Error(`${operationId} ${String(status)}: ${JSON.stringify(errors)}`);
}

function checkProblem(what: string, body: unknown): void {
  const errors = checker.at('/components/schemas/Problem')(body);
  if (errors.length > 0) throw new Error(`${what}: ${JSON.stringify(errors)}`);
}

function schemaPointer(
  { path, method, operation }: TableEntry,
  status: number,
  type: string | undefined,
): string | undefined {
  const response = operation.responses[String(status)];
  if (response === undefined) return undefined;
  const escape = (segment: string): string => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
  const at =
    '$ref' in response ? response.$ref.slice(1) : `/paths/${escape(path)}/${method}/responses/${String(status)}`;
  const shared = '$ref' in response ? openApiDocument.components.responses[at.split('/').at(-1) ?? ''] : response;
  if (shared === undefined || '$ref' in shared || shared.content === undefined) return undefined;
  if (type === undefined || shared.content[type] === undefined)
    throw new Error(`${operation.operationId} ${String(status)} is of type ${String(type)}`);
  return `${at}/content/${escape(type)}/schema`;
}
