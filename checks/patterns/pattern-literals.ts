import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A regular expression, and where it stands: the path from the repository, and the line. */
export type Pattern = { source: string; flags: string; place: string };

/** The regular expressions written in a folder's source files, and the places where others are built from texts. */
export function patternsWritten(folder: URL): { literals: Pattern[]; built: string[] } {
  const literals: Pattern[] = [];
  const built: string[] = [];
  const root = fileURLToPath(folder);
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.[jt]s$/.test(name)) continue;
    const text = readFileSync(new URL(name, folder), 'utf8');
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      const place = () =>
        `${name}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
        literals.push({ source, flags, place: place() });
      }
      const builds = ts.isNewExpression(node) || ts.isCallExpression(node);
      if (builds && node.expression.getText(file) === 'RegExp') built.push(place());
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { literals, built };
}
