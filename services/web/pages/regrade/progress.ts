import { html } from 'hono/html';
import type { Regrade } from '#db/queries/regrades.ts';
import type { Html } from '../../layout/page.ts';
import { counted } from '../../parts/counted.ts';
import { countsText, totalOf } from './words.ts';

/** How far a preview is; of a regrade that runs, its own counts say so. */
export interface Previewed {
  previewed: number;
  submissions: number;
}

/** How far it is: the part of the page that moves while somebody looks. */
export function progressView(regrade: Regrade, { previewed, submissions }: Previewed): Html {
  if (regrade.state === 'previewing') return bar('Judged for the preview', previewed, submissions, '');
  const total = totalOf(regrade);
  const rate = regrade.state === 'running' && regrade.perMinute > 0 ? ` · ${regrade.perMinute} a minute` : '';
  return bar('Done', total - regrade.counts.pending, total, `${countsText(regrade)}${rate}`);
}

function bar(label: string, done: number, total: number, words: string): Html {
  return html`<p><label for="progress">${label}</label> <strong>${done}</strong> of ${counted(total, 'submission')}${words === '' ? '' : html` <span class="muted">(${words})</span>`}</p>
<progress id="progress" max="${Math.max(total, 1)}" value="${done}">${done} of ${total}</progress>`;
}

/** The state in a sentence, for the page and for a screen reader when it changes. */
export function stateSentence(regrade: Regrade): string {
  const { failed, held } = regrade.counts;
  const open = [...(held > 0 ? [`${counted(held, 'grade')} ${held === 1 ? 'is' : 'are'} held for you to accept`] : []), ...(failed > 0 ? [`${failed} failed and ${failed === 1 ? 'keeps its grade' : 'keep their grades'}`] : [])];
  switch (regrade.state) {
    case 'previewing':
      return 'The preview is being made. No grade has changed.';
    case 'ready':
      return regrade.kind === 'rescore' ? 'The preview is complete. No grade has changed; look, then confirm or cancel.' : 'Nothing has been visited. Confirm, and the visits begin.';
    case 'running':
      return 'The regrade is running.';
    case 'paused':
      return 'Paused: nothing new is begun until you resume it. What is done stays done.';
    case 'finished':
      return open.length === 0 ? 'Finished.' : `Finished; ${open.join(', ')}.`;
    case 'cancelled':
      return regrade.counts.applied > 0 ? 'Cancelled. What was done before stays; you can undo it.' : 'Cancelled before any grade changed.';
    default:
      return regrade.counts.kept > 0 ? `Undone, but for ${counted(regrade.counts.kept, 'grade')} that changed again since.` : 'Undone: every grade is the one from before.';
  }
}
