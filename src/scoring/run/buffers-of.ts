/**
 * The memory of all vectors in some data, once each, for a thread to hand over in place of a copy: afterwards the vectors are
 * empty here. Memory that threads share is not handed over.
 */
export function buffersOf(data: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
      return;
    }
    // Objects a customer hold no vectors, and there may be very many.
    if (Array.isArray(value) && value.length > 1000) return;
    for (const each of Object.values(value)) look(each);
  };
  look(data);
  return [...found];
}
