import { html } from 'hono/html';
import type { Outcome } from '#rubric/grade.ts';
import { marks } from '#rubric/report/words.ts';
import type { Html } from '../layout/page.ts';

/** Each outcome in words. */
export const outcomeWords: Record<Outcome, string> = { passed: 'Passed', partial: 'Partial', failed: 'Failed', not_gradable: 'Not gradable' };

/** An outcome by sign, word and colour, so that it reads without the last. */
export function outcomeBadge(outcome: Outcome): Html {
  return html`<span class="badge ${outcome}"><span aria-hidden="true">${marks[outcome]}</span>${outcomeWords[outcome]}</span>`;
}
