const block = 512;

/**
 * A packed data directory (tar) without the databases that new ones are made from: an embedded store never makes one, and they
 * are half of the files that opening it unpacks.
 */
export function withoutTemplates(packed: Uint8Array): Uint8Array {
  const text = (from: number, length: number) =>
    Buffer.from(packed.buffer, packed.byteOffset + from, length)
      .toString('latin1')
      .split('\0', 1)[0] ?? '';
  const kept: Uint8Array[] = [];
  let at = 0;
  while (at < packed.length && packed[at] !== 0) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const end = at + block + Math.ceil(size / block) * block;
    if (!/^\/?base\/[14]\/./.test(text(at, 100))) kept.push(packed.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...kept, packed.subarray(at)]);
}
