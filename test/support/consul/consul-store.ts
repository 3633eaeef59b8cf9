/** One key, as `/v1/kv` gives it. */
interface KvPair {
  readonly Key: string;
  readonly Value: string;
  CreateIndex: number;
  ModifyIndex: number;
}

interface AgentCheck {
  readonly CheckID: string;
  readonly Name: string;
  readonly ttlMs: number | undefined;
  Status: string;
  endsAtMs: number;
}

interface AgentService {
  readonly definition: Readonly<Record<string, unknown>> & { readonly ID: string; readonly Name: string };
  readonly checks: Map<string, AgentCheck>;
}

interface GivenCheck {
  readonly CheckID: string;
  readonly Name: string;
  readonly TTL?: string;
  readonly Status?: string;
}

interface TxnOperation {
  readonly KV: { readonly Verb: string; readonly Key: string; readonly Value?: string; readonly Index?: number };
}

/** What a Consul holds, with the indexes of its documented API. Time is given to it. */
export function consulStore() {
  const pairs = new Map<string, KvPair>();
  const services = new Map<string, AgentService>();
  const indexByTopic = new Map<string, number>();
  let index = 10;
  const bump = (...topics: readonly string[]): number => {
    index += 1;
    for (const topic of topics) indexByTopic.set(topic, index);
    return index;
  };
  const changed = ({ definition }: AgentService): void => {
    bump('catalog', `health ${definition.Name}`);
  };
  const addCheck = (service: AgentService, given: GivenCheck, nowMs: number): void => {
    const id = given.CheckID;
    const ttlMs = given.TTL === undefined ? undefined : durationMs(given.TTL);
    const endsAtMs = ttlMs === undefined ? Infinity : nowMs + ttlMs;
    const Status = given.Status ?? 'critical';
    service.checks.set(id, { CheckID: id, Name: given.Name, ttlMs, Status, endsAtMs });
  };
  const holds = ({ Verb, Key, Index = 0 }: TxnOperation['KV']): boolean => {
    const found = pairs.get(Key)?.ModifyIndex ?? 0;
    if (Verb === 'check-index' || Verb === 'delete-cas') return found !== 0 && found === Index;
    return Verb === 'cas' && found === Index;
  };
  return {
    indexOf: (topic: string): number => indexByTopic.get(topic) ?? 1,
    pairs: (prefix: string): readonly KvPair[] =>
      [...pairs.values()].filter(({ Key }) => Key.startsWith(prefix)).sort((a, b) => (a.Key < b.Key ? -1 : 1)),
    pair: (key: string): KvPair | undefined => pairs.get(key),
    /** All or nothing; the positions of the operations that did not hold. */
    transact: (operations: readonly TxnOperation[]): readonly number[] => {
      const failed = operations.flatMap(({ KV }, at) => (holds(KV) ? [] : [at]));
      if (failed.length > 0) return failed;
      const now = bump();
      for (const { KV } of operations) {
        if (KV.Verb === 'delete-cas') pairs.delete(KV.Key);
        const known = pairs.get(KV.Key);
        // A write of what is there already changes nothing, as in Consul.
        if (KV.Verb === 'cas' && known?.Value !== KV.Value)
          pairs.set(KV.Key, {
            Key: KV.Key,
            Value: KV.Value ?? '',
            CreateIndex: known?.CreateIndex ?? now,
            ModifyIndex: now,
          });
        if (KV.Verb !== 'check-index') indexByTopic.set('kv', now);
      }
      return [];
    },
    register: (definition: AgentService['definition'], replacesChecks: boolean, nowMs: number): void => {
      const known = services.get(definition.ID);
      const checks = new Map(replacesChecks ? [] : known?.checks);
      const service = { definition, checks };
      for (const check of (definition['Checks'] ?? []) as readonly GivenCheck[]) addCheck(service, check, nowMs);
      services.set(definition.ID, service);
      changed(service);
    },
    deregister: (id: string): boolean => {
      const service = services.get(id);
      if (service === undefined) return false;
      services.delete(id);
      changed(service);
      return true;
    },
    /** Only a check with a TTL takes it. */
    setCheck: (checkId: string, status: string, nowMs: number): boolean => {
      for (const service of services.values()) {
        const check = service.checks.get(checkId);
        if (check?.ttlMs === undefined) continue;
        check.endsAtMs = nowMs + check.ttlMs;
        if (check.Status !== status) {
          check.Status = status;
          changed(service);
        }
        return true;
      }
      return false;
    },
    setMaintenance: (id: string, isOn: boolean): boolean => {
      const service = services.get(id);
      if (service === undefined) return false;
      const checkId = `_service_maintenance:${id}`;
      if (service.checks.has(checkId) === isOn) return true;
      if (isOn) addCheck(service, { CheckID: checkId, Name: 'Service Maintenance Mode' }, 0);
      else service.checks.delete(checkId);
      changed(service);
      return true;
    },
    endTtls: (nowMs: number): void => {
      for (const service of services.values())
        for (const check of service.checks.values())
          if (check.endsAtMs <= nowMs && check.Status !== 'critical') {
            check.Status = 'critical';
            changed(service);
          }
    },
    serviceNames: (): readonly string[] => [...services.values()].map(({ definition }) => definition.Name),
    health: (name: string): readonly unknown[] =>
      [...services.values()]
        .filter(({ definition }) => definition.Name === name)
        .map(({ definition, checks }) => ({
          Node: { Node: 'double', Address: '127.0.0.1', Datacenter: 'dc1' },
          Service: { ...definition, Service: definition.Name },
          Checks: [
            { CheckID: 'serfHealth', Status: 'passing' },
            ...[...checks.values()].map(({ CheckID, Status }) => ({ CheckID, Status })),
          ],
        })),
    /** As after a restore of a snapshot: the same content, at indexes that were there before. */
    restore: (): void => {
      index = 2;
      indexByTopic.clear();
      for (const pair of pairs.values()) pair.ModifyIndex = bump('kv');
      for (const service of services.values()) changed(service);
    },
    /** As a server that has lost its files: nothing, at indexes that were there before. */
    empty: (): void => {
      index = 2;
      indexByTopic.clear();
      pairs.clear();
      services.clear();
      bump('kv', 'catalog');
    },
    /** As another user of the KV store deletes a key. */
    remove: (key: string): void => {
      pairs.delete(key);
      bump('kv');
    },
    forgetAgent: (): void => {
      for (const service of services.values()) changed(service);
      services.clear();
    },
  };
}

function durationMs(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit];
  if (factor === undefined) throw new Error(`"${text}" is no duration`);
  return Number(amount) * factor;
}
