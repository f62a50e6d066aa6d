import { Marked, type Tokens } from 'marked';
import sanitizeHtml from 'sanitize-html';

/** Sections of a page have headings of the second order; those in the text go below them. */
const highest = 3;

const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'ul', 'ol', 'li', 'strong', 'em', 'del', 'code', 'pre',
    'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'br', 'a',
  ],
  allowedAttributes: { th: ['align'], td: ['align'], a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer' }) },
  disallowedTagsMode: 'escape',
};

/** Markdown that an instructor wrote as safe HTML: plain tags and links, with headings that fit below a section's. */
export function instructionsHtml(text: string): string {
  const markdown = new Marked({ gfm: true });
  const tokens = markdown.lexer(text);
  const headings: Tokens.Heading[] = [];
  void markdown.walkTokens(tokens, (token) => {
    if (token.type === 'heading') headings.push(token as Tokens.Heading);
  });
  const top = Math.min(...headings.map(({ depth }) => depth));
  for (const heading of headings) heading.depth = Math.min(6, heading.depth - top + highest);
  return sanitizeHtml(markdown.parser(tokens), allowed);
}
