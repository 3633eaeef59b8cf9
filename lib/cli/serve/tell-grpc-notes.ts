import type { GrpcNote } from '../../control-plane/grpc/grpc-note.js';
import type { XdsEvent } from '../../xds/server/xds-event.js';

/** What is told, and to whom. */
export interface TellGrpcNotesOptions {
  readonly notesOf: (group: string) => readonly GrpcNote[];
  readonly print: (text: string) => void;
}

/** Tells what gRPC clients cannot do that the mesh says, when there first is such a client, and again when that has changed. */
export function tellGrpcNotes({ notesOf, print }: TellGrpcNotesOptions): (event: XdsEvent) => void {
  // One for each service of a mesh at most.
  const told = new Map<string, string>();
  return (event) => {
    if (event.kind !== 'opened') return;
    const { group } = event;
    const text = [...new Set(notesOf(group).map(line))].join('\n');
    if (text === '' || told.get(group) === text) return;
    told.set(group, text);
    print(`${group}: without a proxy not everything is as the mesh says\n${text}`);
  };
}

function line({ what, origin: { source, constructPath } }: GrpcNote): string {
  const place = source === undefined ? '' : `  ${source.file}:${String(source.line)}:${String(source.column)}`;
  return `  ${what}\n    at ${constructPath}${place}`;
}
