import * as Plot from '@observablehq/plot';
import { raw } from 'hono/html';
import { parseHTML } from 'linkedom';
import type { Html } from '../layout/page.ts';
import { escapeText } from './escape-text.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/**
 * A picture drawn on the server, as SVG with a label, in the colour of the text around it; `40-statistics.css` has what it looks like, since
 * the policy forbids styles in the page. Put a table with the same figures beside it.
 */
export function plot(label: string, options: Plot.PlotOptions): Html {
  const drawn = Plot.plot({ width: 640, height: 260, marginLeft: 48, marginBottom: 40, ...options, className: 'plot', document }) as unknown as DrawnElement;
  for (const style of drawn.querySelectorAll('style')) style.remove();
  for (const element of [drawn, ...drawn.querySelectorAll('[style],[id],[aria-label]')]) {
    for (const name of ['style', 'id', 'aria-label']) element.removeAttribute(name);
  }
  return raw(`<div class="table-scroll plot-frame" tabindex="0" role="region" aria-label="${escapeText(label)}">${drawn.outerHTML.replace('<svg ', `<svg role="img" aria-label="${escapeText(label)}" `)}</div>`);
}

/** The part of the DOM that is asked of what Plot draws. */
interface DrawnElement {
  readonly outerHTML: string;
  querySelectorAll(selector: string): Iterable<DrawnElement>;
  removeAttribute(name: string): void;
  remove(): void;
}
