import { Html } from '../../channels/web/ops/html.ts';

/** The style of a page of evidence: on a phone, on paper, by day and by night. */
export const evidenceStyle = new Html(`
:root { --ground: #ffffff; --ink: #1d2733; --quiet: #55616f; --line: #d5dce4; --accent: #1f5fbf; --soft: #f4f6f9; --open: #8a4b08; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14191f; --ink: #e6ebf1; --quiet: #a7b3c0; --line: #37424e; --accent: #8ab8ff; --soft: #1c232b; --open: #f0b878; }
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.75rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0 0 0.25rem; color: var(--open); }
p { margin: 0 0 0.6rem; max-width: 46rem; }
a { color: var(--accent); }
nav ol { margin: 0; padding-left: 1.6rem; columns: 2; column-gap: 2rem; }
nav li { padding: 0.2rem 0; break-inside: avoid; }
section { border-top: 1px solid var(--line); }
dl { margin: 0.75rem 0; }
dl div { display: grid; grid-template-columns: minmax(0, 18rem) minmax(0, 1fr); gap: 0 1rem; padding: 0.25rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--quiet); }
dd { margin: 0; }
.wide { overflow-x: auto; margin: 1rem 0; }
.wide:focus-visible { outline: 2px solid var(--accent); }
table { border-collapse: collapse; font-size: 0.9rem; min-width: 50%; overflow-wrap: normal; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.3rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 600; }
th, td { min-width: 4.5rem; }
th.figure, td.figure { min-width: 3.5rem; }
td:last-child:not(.figure) { min-width: 10rem; overflow-wrap: anywhere; }
.figure { text-align: right; font-variant-numeric: tabular-nums; }
.unknown { margin: 1rem 0; padding: 0.75rem 1rem; background: var(--soft); border-left: 3px solid var(--open); }
.unknown ul { margin: 0; padding-left: 1.2rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.9rem; }
@media (max-width: 34rem) {
  nav ol { columns: 1; }
  dl div { grid-template-columns: 1fr; }
}
@media print {
  :root { --ground: #ffffff; --ink: #000000; --quiet: #333333; --line: #999999; --accent: #000000; --soft: #ffffff; --open: #000000; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  th, td { overflow-wrap: anywhere; }
  h2, h3, caption { break-after: avoid; }
  tr, dl div, .unknown li { break-inside: avoid; }
  thead { display: table-header-group; }
}
`);
