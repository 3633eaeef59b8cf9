/** Where the search stands at one node. */
interface Visit {
  readonly node: number;
  /** Which of the node's successors is looked at next. */
  next: number;
}

/**
 * Groups the nodes of a graph into its strongly connected components: two nodes are in one component where each can be
 * reached from the other. Successors come before those that lead to them; within a component nodes are in no order.
 * Takes time in proportion to nodes and edges, and no call stack (Tarjan 1972).
 *
 * @param successors for each node the numbers of those that its edges lead to
 */
export function strongComponents(successors: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const count = successors.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const components: number[][] = [];
  let seen = 0;

  const enter = (node: number): Visit => {
    order[node] = low[node] = seen++;
    open.push(node);
    isOpen[node] = 1;
    return { node, next: 0 };
  };
  const lower = (node: number, to: number) => {
    low[node] = Math.min(low[node] ?? 0, to);
  };
  const close = (node: number) => {
    const component = open.splice(open.lastIndexOf(node));
    for (const member of component) isOpen[member] = 0;
    components.push(component);
  };

  for (let start = 0; start < count; start++) {
    if (order[start] !== -1) continue;
    const visits = [enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { node } = visit;
      const successor = successors[node]?.[visit.next++];
      if (successor === undefined) {
        visits.pop();
        const parent = visits.at(-1);
        if (parent !== undefined) lower(parent.node, low[node] ?? 0);
        if (low[node] === order[node]) close(node);
      } else if (order[successor] === -1) visits.push(enter(successor));
      else if (isOpen[successor] === 1) lower(node, order[successor] ?? 0);
    }
  }
  return components;
}
