import { Marked } from 'marked';
import sanitizeHtml from 'sanitize-html';
import { reportStyle } from './report-style.ts';

const markdown = new Marked({ gfm: true });

// What the report itself uses, and nothing else: no attribute, no link, no image, no script, no style.
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'h1', 'h2', 'h3', 'p', 'blockquote', 'ul', 'ol', 'li', 'strong', 'em', 'code', 'pre',
    'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'br',
  ],
  allowedAttributes: { th: ['align'], td: ['align'] },
  disallowedTagsMode: 'escape',
};

/** Markdown of a report as safe HTML: parsed by marked, then cut down to an allow-list of plain tags. */
export function reportHtml(report: string): string {
  return sanitizeHtml(markdown.parse(report, { async: false }), allowed);
}

/** A whole page around a report: readable from 360 px up, in light and dark, and in print. */
export function reportPage(report: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Netgrader feedback</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${reportHtml(report)}
</main>
</body>
</html>
`;
}
