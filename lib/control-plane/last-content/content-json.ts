import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { ServiceRecord } from '../../registry/model/service-record.js';

/** A registry's content that is kept, and what the backend wanted to have noted beside it. */
export interface KeptContent {
  readonly content: RegistryContent;
  /** Names the store that it came from. */
  readonly store?: string;
}

interface KeptJson {
  readonly store?: string;
  readonly services: readonly ServiceRecord[];
  readonly instances: readonly InstanceRecord[];
}

/** Writes a content as text. */
export function writeContent({ content, store }: KeptContent): string {
  const json: KeptJson = {
    ...(store === undefined ? {} : { store }),
    services: [...content.services.values()],
    instances: [...content.instances.values()].flatMap((ofService) => [...ofService.values()]),
  };
  return `${JSON.stringify(json)}\n`;
}

/** Reads what `writeContent` wrote; undefined for anything else. */
export function readContent(text: string): KeptContent | undefined {
  const json = parse(text);
  if (json === undefined) return undefined;
  const instances = new Map<string, Map<string, InstanceRecord>>();
  for (const instance of json.instances) {
    const ofService = instances.get(instance.service) ?? new Map<string, InstanceRecord>();
    instances.set(instance.service, ofService.set(instance.id, instance));
  }
  return {
    content: { services: new Map(json.services.map((service) => [service.name, service])), instances },
    ...(json.store === undefined ? {} : { store: json.store }),
  };
}

function parse(text: string): KeptJson | undefined {
  try {
    // Nobody else writes the file, and it is replaced whole: it is ours or it is no JSON with these lists.
    const json = JSON.parse(text) as Partial<KeptJson> | null;
    return Array.isArray(json?.services) && Array.isArray(json.instances) ? (json as KeptJson) : undefined;
  } catch {
    return undefined;
  }
}
