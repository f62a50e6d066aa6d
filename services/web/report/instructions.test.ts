import { expect, test } from 'vitest';
import { instructionsHtml } from './instructions.ts';

test('headings of instructions go below the page’s own, in their order', () => {
  expect(instructionsHtml('# Part\n\n## Task\n\ntext')).toBe('<h3>Part</h3>\n<h4>Task</h4>\n<p>text</p>\n');
  expect(instructionsHtml('## Part\n\n#### Task')).toBe('<h3>Part</h3>\n<h5>Task</h5>\n');
});

test('links lead out by http and mail alone, and nothing in instructions runs or loads', () => {
  const html = instructionsHtml('[a](https://example.edu) [b](javascript:alert(1)) ![c](https://evil.example/p.png) <b onclick="x()" style="color:red">d</b> <script>x()</script>');
  expect(html).toContain('<a href="https://example.edu" rel="noopener noreferrer">a</a>');
  expect(html).toContain('<a rel="noopener noreferrer">b</a>');
  expect([...html.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag)).toEqual(['p', 'a', 'a']);
});
