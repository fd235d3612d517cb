import { type Html, html } from '../../channels/web/ops/html.ts';
import type { Evidence, EvidenceTable, Section } from '../../conversation/evidence/evidence.ts';
import { sayIn } from '../../language/messages.ts';
import { evidenceStyle } from './evidence-style.ts';

/** A table that scrolls by itself where it is wider than the page. */
function tableOf({ caption, columns, rows }: EvidenceTable): Html {
  const side = (at: number) => (columns[at]?.align === 'end' ? 'figure' : '');
  return html`<div class="wide" role="group" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ label }, at) => html`<th scope="col" class="${side(at)}">${label}</th>`)}</tr></thead>
<tbody>
${rows.map(
  (row) =>
    html`<tr>${row.map((cell, at) => html`<td class="${side(at)}">${cell}</td>`)}</tr>
`,
)}</tbody></table></div>
`;
}

const factsOf = (facts: Evidence['facts']): Html | undefined =>
  facts.length === 0
    ? undefined
    : html`<dl>${facts.map(
        ({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>
`,
      )}</dl>
`;

function sectionOf(
  { id, title, paragraphs, facts, tables, unknown }: Section,
  at: number,
  unknownHere: string,
): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${at + 1}. ${title}</h2>
${paragraphs.map(
  (each) => html`<p>${each}</p>
`,
)}${factsOf(facts)}${tables.map(tableOf)}${
  unknown.length === 0
    ? undefined
    : html`<div class="unknown"><h3>${unknownHere}</h3>
<ul>${unknown.map(
        (each) => html`<li>${each}</li>
`,
      )}</ul></div>
`
}</section>
`;
}

/**
 * Evidence as a page that stands by itself: no script, nothing from elsewhere.
 * @param json the file with the same evidence as JSON: its name, and the SHA-256 of its bytes in hexadecimal
 */
export function evidencePage(evidence: Evidence, json: { name: string; hash: string }): string {
  const { locale, title, intro, facts, sections, signature, words } = evidence;
  const say = sayIn(locale);
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="bellwether-json-sha256" content="${json.hash}">
<title>${title}</title>
<style>${evidenceStyle}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${intro.map(
  (each) => html`<p>${each}</p>
`,
)}${factsOf(facts)}</header>
<nav aria-label="${words.contents}"><h2>${words.contents}</h2>
<ol>${sections.map(
    ({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>
`,
  )}</ol></nav>
<main>
${sections.map((each, at) => sectionOf(each, at, words.unknownHere))}</main>
<footer>
<h2>${signature.words.heading}</h2>
<p class="hash">${say('model-evidence.signature.hash', { file: json.name, hash: json.hash })}</p>
<p class="hash">${signature.words.text}</p>
</footer>
</body>
</html>
`.markup;
}
