/**
 * Who is on the other side of a proxy's doors: a sidecar serves its own workload and the mesh; an edge proxy serves
 * strangers, for whom Envoy's edge guide asks smaller buffers and stricter parsing.
 */
export type ProxyFlavour = 'sidecar' | 'edge';
