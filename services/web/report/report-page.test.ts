import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { reportHtml, reportPage } from './report-page.ts';
import { reportPolicy } from './report-style.ts';

test('only plain tags without attributes come through, whatever the Markdown holds', () => {
  const evil = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '![pixel](https://evil.example/p.png)',
    '<a href="https://evil.example" onclick="x()">link</a>',
    '<p style="position:fixed" class="x">text</p>',
    '<svg><use href="#x"/></svg>',
    '<iframe srcdoc="x"></iframe>',
  ].join('\n\n');
  const html = reportHtml(evil);
  const tags = [...html.matchAll(/<([a-z0-9]+)([^>]*)>/g)];
  expect(tags.map((tag) => tag[2]?.trim()).join('')).toBe('');
  expect(tags.map((tag) => tag[1]).filter((tag) => !['p', 'br'].includes(tag ?? ''))).toEqual([]);
});

test('tables, headings and quoted evidence of a report are kept', () => {
  const html = reportHtml('# A\n\n| x | y |\n|---|---:|\n| 1 | 2 |\n\n```text\n<b>\n```\n');
  expect(html).toContain('<h1>A</h1>');
  expect(html).toContain('<td align="right">2</td>');
  expect(html).toContain('&lt;b&gt;');
});

test('the policy names the very style sheet that the page holds, and allows no script', () => {
  const style = /<style>(.*?)<\/style>/s.exec(reportPage('# A'))?.[1] ?? '';
  expect(reportPolicy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(reportPolicy).toContain("default-src 'none'");
});
