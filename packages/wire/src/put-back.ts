/** The parts of a DOM node that this reads. */
interface TreeNode {
  readonly nodeName: string;
  readonly parentNode: TreeNode | null;
  readonly firstChild: TreeNode | null;
  readonly nextSibling: TreeNode | null;
  readonly attributes?: { readonly length: number };
  contains(other: TreeNode | null): boolean;
  removeChild(child: TreeNode): unknown;
}

/** Moves a node to the end of another one. */
type Move<Node> = (node: Node, parent: Node) => void;

/**
 * Puts back what a parser of HTML has moved out of a host, since it could not be where it was written.
 *
 * @param end what was written at the end of the host; it is behind the host
 */
export function putBack<Node extends TreeNode>(host: Node, end: Node, move: Move<Node>): void {
  // seam: a tree holds nodes of one kind
  const moveAll = (nodes: TreeNode[], parent: TreeNode) =>
    nodes.forEach((node) => move(node as Node, parent as Node));
  const paragraph = paragraphAround(host);
  const rest: TreeNode[] = [];
  let leftover = end.nextSibling;
  for (; leftover && !isLeftover(leftover); leftover = leftover.nextSibling) rest.push(leftover);
  moveAll(between(host, end), host);
  if (!paragraph || !leftover) return;
  moveAll(rest, paragraph);
  leftover.parentNode!.removeChild(leftover);
}

/** The nodes between two, in order, none of which holds another. */
function between(start: TreeNode, end: TreeNode): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let node = following(start); node && node !== end;)
    if (node.contains(end)) node = node.firstChild;
    else {
      nodes.push(node);
      node = following(node);
    }
  return nodes;
}

const following = (node: TreeNode | null): TreeNode | null =>
  node && (node.nextSibling ?? following(node.parentNode));

const paragraphAround = (node: TreeNode | null): TreeNode | null =>
  node && (node.nodeName === 'P' ? node : paragraphAround(node.parentNode));

/** An end tag `</p>` without its start makes an empty paragraph. */
const isLeftover = ({ nodeName, firstChild, attributes }: TreeNode): boolean =>
  nodeName === 'P' && !firstChild && attributes?.length === 0;
