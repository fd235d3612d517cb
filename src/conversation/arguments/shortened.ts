const longest = 40;

/** What somebody typed, at a length fit to be said back. */
export function shortened(typed: string): string {
  const characters = [...typed.trim()];
  return characters.length <= longest
    ? characters.join('')
    : `${characters.slice(0, longest - 1).join('')}…`;
}
