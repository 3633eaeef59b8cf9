import type { components } from '../../mesh-api/client/generated.js';
import { stableJson } from '../../util/stable-json.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { parseNumber } from '../parse-number.js';
import type { AccessOptions } from '../registry/access-options.js';
import { allPages } from '../registry/all-pages.js';
import { answerOf } from '../registry/answer-of.js';
import { instanceFields, type InstanceOptions } from '../registry/instance-options.js';
import { instanceTable } from '../registry/instance-table.js';
import { openClient } from '../registry/open-client.js';
import { renderTable } from '../registry/render-table.js';
import { UsageError } from '../usage-error.js';

type Schemas = components['schemas'];

/** Which instances are listed. */
export interface ListOptions extends AccessOptions {
  readonly serviceVersion?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly status?: string;
  readonly metadata: readonly string[];
}

const instancePath = '/v1/services/{service}/instances/{id}';

/** `meshwright registry services`: lists services. */
export async function registryServices(options: AccessOptions, io: Io): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const services = await allPages((query) => http.GET('/v1/services', { params: { query } }));
  const table = (): string =>
    renderTable(
      ['SERVICE', 'METADATA'],
      services.map(({ name, metadata }) => [name, pairs(metadata)]),
    );
  return print(services, table, options, io);
}

/** `meshwright registry list`: lists instances of one service, or of all. */
export async function registryList(service: string | undefined, options: ListOptions, io: Io): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const { serviceVersion: version, region, zone, status, metadata } = options;
  const given = { version, region, zone, status, metadata: metadata.length === 0 ? undefined : metadata };
  // The server says what is wrong with a status; what was not said is left out.
  const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    readonly status?: Schemas['InstanceStatus'];
  };
  const instances = await allPages((page) => {
    const query = { ...filter, ...page };
    return service === undefined
      ? http.GET('/v1/instances', { params: { query } })
      : http.GET('/v1/services/{service}/instances', { params: { path: { service }, query } });
  });
  return print(instances, () => instanceTable(instances), options, io);
}

/** `meshwright registry get`: shows a service, or one of its instances. */
export async function registryGet(
  service: string,
  id: string | undefined,
  options: AccessOptions,
  io: Io,
): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const { data } = await (id === undefined
    ? answerOf<object>(http.GET('/v1/services/{service}', { params: { path: { service } } }))
    : answerOf<object>(http.GET(instancePath, { params: { path: { service, id } } })));
  io.stdout.write(stableJson(data));
  return exitCode.ok;
}

/** `meshwright registry register`: registers an instance, or says anew what it is. */
export async function registryRegister(
  service: string,
  id: string,
  options: AccessOptions & InstanceOptions,
  io: Io,
): Promise<ExitCode> {
  const { address, ports, ...rest } = instanceFields(options);
  if (address === undefined || ports === undefined)
    throw new UsageError('an instance needs an --address and at least one --port name=number');
  const { http } = openClient(options, io);
  const params = { path: { service, id } };
  const { data } = await answerOf(http.PUT(instancePath, { params, body: { address, ports, ...rest } }));
  return printInstance(data, options, io);
}

/** `meshwright registry update`: changes an instance, and leaves what is not said as it is. */
export async function registryUpdate(
  service: string,
  id: string,
  options: AccessOptions & InstanceOptions,
  io: Io,
): Promise<ExitCode> {
  const body = instanceFields(options);
  if (Object.keys(body).length === 0) throw new UsageError('say what to change, for example --weight 50');
  const { http } = openClient(options, io);
  const { data } = await answerOf(http.PATCH(instancePath, { params: { path: { service, id } }, body }));
  return printInstance(data, options, io);
}

/** `meshwright registry renew`: starts the lease of an instance anew. */
export async function registryRenew(service: string, id: string, options: AccessOptions, io: Io): Promise<ExitCode> {
  const { http } = openClient(options, io);
  const { data } = await answerOf(http.POST(`${instancePath}/renew`, { params: { path: { service, id } } }));
  return printInstance(data, options, io);
}

/** `meshwright registry drain`: gives an instance nothing new, and removes it after a time if one is said. */
export async function registryDrain(
  service: string,
  id: string,
  options: AccessOptions & { readonly seconds?: string },
  io: Io,
): Promise<ExitCode> {
  const { seconds } = options;
  const body =
    seconds === undefined ? {} : { seconds: parseNumber('--seconds', seconds, { from: 0, to: 86_400, whole: true }) };
  const { http } = openClient(options, io);
  const { data } = await answerOf(http.POST(`${instancePath}/drain`, { params: { path: { service, id } }, body }));
  return printInstance(data, options, io);
}

/** `meshwright registry remove`: removes an instance at once, or a service that has none. */
export async function registryRemove(
  service: string,
  id: string | undefined,
  options: AccessOptions,
  io: Io,
): Promise<ExitCode> {
  const { http } = openClient(options, io);
  await (id === undefined
    ? answerOf<unknown>(http.DELETE('/v1/services/{service}', { params: { path: { service } } }))
    : answerOf<unknown>(http.DELETE(instancePath, { params: { path: { service, id } } })));
  return exitCode.ok;
}

function printInstance(instance: Schemas['Instance'] | undefined, options: AccessOptions, io: Io): ExitCode {
  return print(instance, () => instanceTable(instance === undefined ? [] : [instance]), options, io);
}

function print(data: unknown, table: () => string, { json }: AccessOptions, { stdout }: Io): ExitCode {
  stdout.write(json ? stableJson(data) : table());
  return exitCode.ok;
}

function pairs(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
