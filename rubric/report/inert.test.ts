import fc from 'fast-check';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { boundedQuote, fencedQuote, markdownLine, plainText } from './inert.ts';

const esc = '\u001b';

test('terminal sequences, control and bidi characters are gone, words and line breaks stay', () => {
  expect(plainText(`${esc}[31mred${esc}[0m ${esc}]0;title\u0007safe\u202Eevil\u202C\r\nnext\u0000`)).toBe('red safeevil\nnext');
});

test('nothing that a host can say leaves a control or bidi character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plainText(text)).not.toMatch(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});

test('a line in Markdown renders as itself: no HTML, link, image, emphasis, code or table cell', () => {
  const hostile = '<script>alert(1)</script> **bold** `code` [link](http://x) ![i](http://y) | cell | https://evil.example www.evil.example a@b.example &lt; ~~x~~';
  const html = marked.parse(`| a | b |\n|---|---|\n| ${markdownLine(hostile)} | second |\n`) as string;
  expect(html).not.toMatch(/<(script|a|img|strong|em|code|del)\b/);
  expect(html.match(/<td>/g)).toHaveLength(2);
  const shown = /<td>(.*?)<\/td>/s.exec(html)?.[1]?.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  expect(shown).toBe(hostile);
});

test('quoted evidence cannot end its fence', () => {
  const quote = 'before\n```\n# heading\n`````\n<b>after</b>';
  const tokens = marked.lexer(fencedQuote(quote));
  expect(tokens).toHaveLength(1);
  expect(tokens[0]).toMatchObject({ type: 'code', text: quote });
});

test('quotes are bounded in lines and columns, and say what was cut', () => {
  const lines = boundedQuote(`${'x'.repeat(500)}\n`.repeat(50)).split('\n');
  expect(lines).toHaveLength(21);
  expect(Math.max(...lines.map((line) => line.length))).toBe(160);
  expect(lines.at(-1)).toBe('… 30 more lines');
});
