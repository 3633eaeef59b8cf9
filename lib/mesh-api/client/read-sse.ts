/** One server-sent event. HTML Standard, "Server-sent events". */
export interface SseEvent {
  /** `message` where the server names none. */
  readonly event: string;
  readonly data: string;
  /** Of this event, or of the last one that had an id; "" before. */
  readonly id: string;
}

/** Reads a stream of server-sent events. Comments and events without data are passed over; an event that is cut off is lost. */
export async function* readSse(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent, void> {
  const decoder = new TextDecoder();
  const lines: string[] = [];
  // A line may come in many chunks: they are joined once it ends.
  let pending: string[] = [];
  let id = '';
  for await (const bytes of body) {
    const text = decoder.decode(bytes, { stream: true });
    if (!text.includes('\n')) {
      pending.push(text);
      continue;
    }
    const parts = [...pending, text].join('').split(/\r?\n/);
    pending = [parts.pop() ?? ''];
    for (const line of parts) {
      if (line !== '') {
        lines.push(line);
        continue;
      }
      const fields = readFields(lines.splice(0));
      id = fields.id ?? id;
      if (fields.data !== undefined) yield { event: fields.event ?? 'message', data: fields.data, id };
    }
  }
}

interface Fields {
  readonly event?: string;
  readonly data?: string;
  readonly id?: string;
}

function readFields(lines: readonly string[]): Fields {
  return lines.reduce<Fields>((fields, line) => {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event' || name === 'id') return { ...fields, [name]: value };
    if (name !== 'data') return fields;
    return { ...fields, data: fields.data === undefined ? value : `${fields.data}\n${value}` };
  }, {});
}
