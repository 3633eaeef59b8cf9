/** Pages of an LMDB file, as far as a check has come. */
export interface TreePages {
  readonly read: (page: number) => Buffer;
  readonly lastPage: number;
  /** The newest: a page of a later one would be taken for one that may be written to. */
  readonly transaction: bigint;
  /** Those that trees use; grows. */
  readonly used: Set<number>;
}

/** A tree, or a branch of one. */
export interface Tree {
  readonly page: number;
  /** 1 for a leaf. */
  readonly depth: number;
  /** Says whether a value is right. */
  readonly onValue: (value: Buffer) => boolean;
}

/** Of a page: number (8 bytes), transaction (8), unused (2), flags (2), end of the list of nodes (2), begin of the nodes (2). */
const header = 24;
/** Of a node: size or page (4 bytes), flags or more of the page (2), size of the key (2). */
const nodeHeader = 8;
const kinds = { branch: 1, leaf: 2, overflow: 4 } as const;
const isOverflowing = 1;

/** Whether each page of a tree is one, is used once, and holds what it says within its bounds. */
export function checkTree(pages: TreePages, tree: Tree): boolean {
  const bytes = take(pages, tree.page, 1);
  const kind = tree.depth === 1 ? kinds.leaf : kinds.branch;
  if (bytes?.readUInt16LE(18) !== kind) return false;
  const [lower, upper] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];
  const least = kind === kinds.leaf ? 2 : 4;
  if (lower < least || lower % 2 !== 0 || lower > upper || header + upper > bytes.length) return false;
  for (let index = 0; index < lower; index += 2) {
    const at = header + bytes.readUInt16LE(header + index);
    if (at < header + upper || at + nodeHeader > bytes.length) return false;
    const node = bytes.subarray(at);
    if (nodeHeader + node.readUInt16LE(6) > node.length) return false;
    if (kind === kinds.leaf ? !checkLeaf(pages, tree, node) : !checkBranch(pages, tree, node)) return false;
  }
  return true;
}

/** The bytes of pages that follow each other; undefined where they are not there, or used already. */
function take({ read, lastPage, transaction, used }: TreePages, page: number, count: number): Buffer | undefined {
  if (page < 2 || count < 1 || page + count - 1 > lastPage) return undefined;
  const all: Buffer[] = [];
  for (let number = page; number < page + count; number += 1) {
    if (used.has(number)) return undefined;
    used.add(number);
    all.push(read(number));
  }
  const bytes = Buffer.concat(all);
  const isRight = Number(bytes.readBigUInt64LE(0)) === page && bytes.readBigUInt64LE(8) <= transaction;
  return isRight ? bytes : undefined;
}

function checkBranch(pages: TreePages, { depth, onValue }: Tree, node: Buffer): boolean {
  return checkTree(pages, { page: node.readUIntLE(0, 6), depth: depth - 1, onValue });
}

function checkLeaf(pages: TreePages, { onValue }: Tree, node: Buffer): boolean {
  const size = node.readUInt32LE(0);
  const flags = node.readUInt16LE(4);
  const value = nodeHeader + node.readUInt16LE(6);
  if (flags === 0) return value + size <= node.length && onValue(node.subarray(value, value + size));
  // The value stands on pages of its own: their number (8 bytes), a transaction (8), how many (8).
  if (flags !== isOverflowing || value + 24 > node.length) return false;
  const count = Number(node.readBigUInt64LE(value + 16));
  if (count !== Math.ceil((header + size) / 4096)) return false;
  const bytes = take(pages, Number(node.readBigUInt64LE(value)), count);
  if (bytes?.readBigUInt64LE(8) !== node.readBigUInt64LE(value + 8)) return false;
  if (bytes.readUInt16LE(18) !== kinds.overflow || bytes.readUInt32LE(20) !== count) return false;
  return onValue(bytes.subarray(header, header + size));
}
