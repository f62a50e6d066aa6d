import { createHash } from 'node:crypto';

/** The report page's only style sheet, inline, so that a saved page is whole. */
export const reportStyle = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: light-dark(#1c2024, #e6e8ea); background: light-dark(#fff, #15181b); }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; }
h2 { margin-top: 2.5rem; padding-bottom: .3rem; border-bottom: 1px solid light-dark(#d5d9dd, #3a4046); }
h3 { margin: 1.8rem 0 .3rem; font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid light-dark(#d5d9dd, #3a4046); text-align: left; }
th[align=right], td[align=right] { text-align: right; }
blockquote { margin: 1rem 0; padding: .2rem 1rem; border-left: 4px solid light-dark(#b26a00, #e0a040); background: light-dark(#fff8ec, #2a2419); }
pre { padding: .7rem .9rem; white-space: pre-wrap; background: light-dark(#f3f5f7, #1f2428); border-radius: 6px; font-size: .85rem; line-height: 1.4; }
ul { padding-left: 1.2rem; margin: .3rem 0; }
@media print { h3 { break-after: avoid; } }
`;

const hash = createHash('sha256').update(reportStyle).digest('base64');

/** Content-Security-Policy of a report page: nothing loads and nothing runs; the one style sheet is named by its hash. */
export const reportPolicy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
