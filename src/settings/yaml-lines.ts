import { type Document, isMap, isNode, isScalar, type LineCounter } from 'yaml';

/** The line of a path; where there is no such, that of the nearest part above it. */
export function lineIn(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length--) {
    const above = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const key = isMap(above)
      ? above.items.find(({ key }) => isScalar(key) && key.value === last)?.key
      : undefined;
    const node = key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
