import { controlPlaneNames } from './control-plane-names.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ControlPlaneSettings } from './kubernetes-settings.js';

/** Where a proxy has what proves it to the control plane, and the control plane to it. */
export const proofDirectory = '/var/run/secrets/meshwright';

const volume = 'meshwright-proof';

/** The proxy's container alone has it: the workload is nobody to the control plane. */
export const proofMount: JsonObject = Object.freeze({ name: volume, mountPath: proofDirectory, readOnly: true });

/**
 * A token of the pod's account that is good for the control plane alone, renewed by the kubelet, and the roots that the control
 * plane shows. A pod waits for these when it comes before there ever was a control plane.
 */
export function proofVolume({ audience }: ControlPlaneSettings): JsonObject {
  return {
    name: volume,
    projected: {
      sources: [
        { serviceAccountToken: { audience, expirationSeconds: 3600, path: 'token' } },
        { configMap: { name: controlPlaneNames.authority, items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
    },
  };
}
