/** A value as JSON has it, without null: a manifest leaves out what it does not set. */
export type JsonValue = string | number | boolean | readonly JsonValue[] | JsonObject;

/** An object as JSON has it. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** One Kubernetes object, as plain JSON. */
export interface KubernetesManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubernetesMetadata;
  readonly spec?: JsonObject;
  /** ConfigMaps only: text by file name. */
  readonly data?: Readonly<Record<string, string>>;
  /** ConfigMaps only. */
  readonly immutable?: boolean;
  /** ServiceAccounts only. */
  readonly automountServiceAccountToken?: boolean;
  /** Secrets only. */
  readonly type?: string;
  /** Roles only. */
  readonly rules?: readonly JsonObject[];
  /** Bindings of roles only. */
  readonly roleRef?: JsonObject;
  readonly subjects?: readonly JsonObject[];
}

/** What Kubernetes knows an object by. */
export interface KubernetesMetadata {
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
