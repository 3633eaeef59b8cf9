/** Name of the compiled mesh in its ConfigMap. */
export const meshFile = 'mesh.json';
