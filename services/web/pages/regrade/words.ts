import { html } from 'hono/html';
import type { Regrade, RegradeState } from '#db/queries/regrades.ts';
import type { RegradeItemState } from '#db/schema/regrade-items.ts';
import type { RegradeFilter, RegradeKind } from '#db/schema/regrades.ts';
import type { Html } from '../../layout/page.ts';
import { counted } from '../../parts/counted.ts';
import { outcomeWords } from '../../parts/outcome.ts';
import { pointsText } from '../../parts/points.ts';

export const kindWords: Record<RegradeKind, string> = { rescore: 'Rescore stored evidence', recollect: 'Visit machines again' };

/** Each kind in a sentence. */
export const kindSentences: Record<RegradeKind, string> = {
  rescore: 'Judges what earlier visits found again, under the rubric that you choose; no machine is visited, and the preview is exact.',
  recollect: 'Visits the machines again as they are today, behind students’ own submissions; what comes out waits for you to accept it.',
};

const states: Record<RegradeState, { word: string; badge: string; sign: string }> = {
  previewing: { word: 'Preview in the making', badge: 'open', sign: '…' },
  ready: { word: 'Ready to confirm', badge: 'warn', sign: '?' },
  running: { word: 'Running', badge: 'open', sign: '▶' },
  paused: { word: 'Paused', badge: 'warn', sign: '‖' },
  finished: { word: 'Finished', badge: 'good', sign: '✔' },
  cancelled: { word: 'Cancelled', badge: 'plain', sign: '■' },
  undone: { word: 'Undone', badge: 'plain', sign: '↶' },
};

export function regradeBadge(state: RegradeState): Html {
  const { word, badge, sign } = states[state];
  return html`<span class="badge ${badge}"><span aria-hidden="true">${sign}</span>${word}</span>`;
}

export const itemStateWords: Record<RegradeItemState, string> = {
  pending: 'waiting',
  applied: 'regraded',
  unchanged: 'unchanged',
  held: 'held for you',
  failed: 'failed',
  cancelled: 'not done',
  undone: 'undone',
  kept: 'changed since, left alone',
};

/** `12 changed, 3 failed`; the states that there are. */
export function countsText({ counts }: Pick<Regrade, 'counts'>): string {
  const told = (Object.entries(counts) as [RegradeItemState, number][]).filter(([, count]) => count > 0);
  return told.length === 0 ? 'no submissions' : told.map(([state, count]) => `${count} ${itemStateWords[state]}`).join(', ');
}

/** Which submissions a filter names, in words. */
export function filterText(filter: RegradeFilter): string {
  const { students, submissions, check, outcome, leastEarned, mostEarned, notGradable, staleRubric } = filter;
  const told = [
    ...(students ? [`of ${counted(students.length, 'student')}`] : []),
    ...(submissions ? [`${counted(submissions.length, 'submission')} by name`] : []),
    ...(check !== undefined ? [`${check}${outcome === undefined ? ' in the grade' : ` is ${outcomeWords[outcome].toLowerCase()}`}`] : []),
    ...(check === undefined && outcome !== undefined ? [`some check is ${outcomeWords[outcome].toLowerCase()}`] : []),
    ...(leastEarned !== undefined ? [`at least ${pointsText(leastEarned)} points`] : []),
    ...(mostEarned !== undefined ? [`at most ${pointsText(mostEarned)} points`] : []),
    ...(notGradable ? ['not gradable'] : []),
    ...(staleRubric ? ['graded under another rubric'] : []),
  ];
  return told.length === 0 ? 'All graded submissions' : `Only: ${told.join('; ')}`;
}

export function totalOf({ counts }: Pick<Regrade, 'counts'>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
