/** One server-sent event. HTML Standard: "Server-sent events". */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  /** Of this event or of the last one that had any; "" before. */
  readonly id: string;
}

/** Reads events from chunks of text as they come; a comment gives an event without a name, which shows that the other side lives. */
export async function* readServerSentEvents(chunks: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let rest = '';
  let id = '';
  for await (const chunk of chunks) {
    rest += chunk;
    const blocks = rest.split(/\r?\n\r?\n/u);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = readFields(block);
      id = fields.id ?? id;
      yield { event: fields.event, data: fields.data.join('\n'), id };
    }
  }
}

function readFields(block: string) {
  const fields: { event: string; data: string[]; id?: string } = { event: '', data: [] };
  for (const line of block.split(/\r?\n/u)) {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /u, '');
    if (name === 'event') fields.event = value;
    if (name === 'data') fields.data.push(value);
    if (name === 'id') fields.id = value;
  }
  return fields;
}
