import { structuredPatch } from 'diff';
import { html } from 'hono/html';
import { plainText } from '#rubric/report/inert.ts';
import type { Html } from '../../layout/page.ts';
import { notice } from '../../parts/notice.ts';

/** Lines around each change. */
const context = 3;
/** Texts of many thousand lines that have nothing in common are not worth more. */
const timeout = 2000;

interface Row {
  sign: '+' | '−' | '';
  before: number | null;
  after: number | null;
  text: string;
}

/** Two texts line by line: signs and words tell added from removed, colour only repeats it. */
export function lineDiff(before: string, after: string): Html {
  const patch = structuredPatch('before', 'after', before, after, '', '', { context, timeout });
  if (!patch) return notice('warn', 'The texts have so little in common that no comparison by lines is made.');
  if (patch.hunks.length === 0) return html`<p class="empty">The texts are the same.</p>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Changed lines"><table class="diff"><caption class="visually-hidden">Changed lines, with ${context} lines around each</caption>
<thead><tr><th scope="col" class="number">Before</th><th scope="col" class="number">After</th><th scope="col"><span class="visually-hidden">Change</span></th><th scope="col">Line</th></tr></thead>
${patch.hunks.map((hunk) => html`<tbody>${rowsOf(hunk).map(rowView)}</tbody>`)}</table></div>`;
}

function rowsOf({ oldStart, newStart, lines }: { oldStart: number; newStart: number; lines: readonly string[] }): Row[] {
  let [before, after] = [oldStart, newStart];
  return lines.flatMap((line): Row[] => {
    const text = line.slice(1);
    if (line.startsWith('+')) return [{ sign: '+', before: null, after: after++, text }];
    if (line.startsWith('-')) return [{ sign: '−', before: before++, after: null, text }];
    // `\ No newline at end of file` is of no interest here.
    return line.startsWith('\\') ? [] : [{ sign: '', before: before++, after: after++, text }];
  });
}

function rowView({ sign, before, after, text }: Row): Html {
  const line = plainText(text);
  const marked = sign === '+' ? html`<ins>${line}</ins>` : sign === '−' ? html`<del>${line}</del>` : line;
  const word = sign === '+' ? 'added' : 'removed';
  const kind = sign === '' ? '' : html` class="${word}"`;
  return html`<tr${kind}><td class="number">${before ?? ''}</td><td class="number">${after ?? ''}</td><td class="sign">${sign === '' ? '' : html`<span aria-hidden="true">${sign}</span><span class="visually-hidden">${word}</span>`}</td><td class="line">${marked}</td></tr>`;
}
