/**
 * An English word without the commonest endings, so that "leaving", "leaves" and "leave" meet. It need not be a word:
 * sentences and examples lose their endings alike.
 */
export function stem(word: string): string {
  let root = word.toLowerCase().replace(/n't$/, 'nt').replace(/'s?$/, '');
  if (/ies$/.test(root) && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (/[^su]s$/.test(root) && !/is$/.test(root) && root.length > 3) root = root.slice(0, -1);
  if (/ing$/.test(root) && root.length > 5) root = root.slice(0, -3);
  else if (/ed$/.test(root) && root.length > 4) root = root.slice(0, -2);
  if (/([bdgklmnprt])\1$/.test(root) && root.length > 3) root = root.slice(0, -1);
  return root.length > 3 ? root.replace(/e$/, '') : root;
}
