/** The service of a workload: `reviews` of `reviews@v2`. What is no workload of the mesh, as a host outside, stays. */
export function serviceOfWorkload(workload: string): string {
  return workload.replace(/@.*$/, '');
}
