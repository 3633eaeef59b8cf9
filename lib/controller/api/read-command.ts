import { Ajv, type ErrorObject } from 'ajv';
import { problem } from '../../mesh-api/problems/problem.js';
import type { Answer } from '../../mesh-api/server/answer.js';
import type { RolloutAction, RolloutCommand } from '../../rollout/observation/rollout-command.js';

/** A command as it came, or the answer that says why it is none. */
export type CommandRead =
  | { readonly kind: 'command'; readonly command: RolloutCommand }
  | { readonly kind: 'refused'; readonly answer: Answer };

interface Body {
  readonly action: RolloutAction;
  readonly id?: string;
  readonly by?: string;
}

const actions = [
  ...['approve', 'promote', 'abort', 'pause'],
  ...['resume', 'retry', 'amend'],
] as const satisfies readonly string[];

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['action'],
  properties: {
    action: { enum: actions },
    id: { type: 'string', pattern: '^[\\w.:-]{1,128}$' },
    // Who asks stands in decisions and notices: nothing that would move a terminal's cursor.
    by: { type: 'string', pattern: '^[^\\p{C}]{1,128}$' },
  },
};

/** Reads commands. */
export type CommandReader = (request: RawCommand) => CommandRead;

/** A command as its bytes. */
export interface RawCommand {
  readonly contentType: string | undefined;
  readonly body: unknown;
  /** The caller, where it is known. */
  readonly caller: string | undefined;
}

/**
 * Makes the reader of commands: `{"action", "id"?, "by"?}`.
 *
 * @param newId names a command that comes without an id
 */
export function createCommandReader(newId: () => string): CommandReader {
  const validate = new Ajv({ unicodeRegExp: true }).compile<Body>(schema);
  return ({ contentType, body, caller }) => {
    // A page of the web cannot send this type to another server without asking it first.
    if (!/^application\/json(\s*;\s*charset="?utf-8"?)?$/i.test(contentType ?? ''))
      return refused('unsupported-media-type', 'the body has to be application/json');
    let value: unknown;
    try {
      value = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    } catch {
      return refused('malformed-request', 'the body is not JSON');
    }
    if (!validate(value)) return refused('invalid-request', shapeText(validate.errors?.[0]));
    const { action, id = newId(), by = caller ?? 'somebody' } = value;
    return { kind: 'command', command: { action, id, by } };
  };
}

function shapeText({ instancePath = '', keyword = '', message = 'is wrong' }: Partial<ErrorObject> = {}): string {
  const expected = keyword === 'enum' ? `has to be one of ${actions.join(', ')}` : message;
  return `${instancePath === '' ? 'the body' : instancePath} ${expected}`;
}

function refused(
  kind: 'unsupported-media-type' | 'malformed-request' | 'invalid-request',
  detail: string,
): CommandRead {
  return { kind: 'refused', answer: problem(kind, detail) };
}
