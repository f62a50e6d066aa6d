import { html } from 'hono/html';
import type { Attempt } from '#db/queries/attempts.ts';
import type { Html } from '../../layout/page.ts';
import { pointsOfText } from '../../parts/points.ts';
import { selectField } from '../../parts/fields.ts';
import { timeText } from '../../parts/time.ts';

/** Chooses two of a student's submissions to read side by side. Nothing where there are no two that have a grade. */
export function compareForm(attempts: readonly Attempt[], first: string, zone: string, second?: string): Html | '' {
  const graded = attempts.flatMap((attempt, index) => (attempt.grade ? [{ value: attempt.id, label: `${index + 1}: ${scoreOf(attempt)}, ${timeText(attempt.createdAt, zone)}` }] : []));
  if (graded.length < 2) return '';
  const here = graded.findIndex(({ value }) => value === first);
  // By default with the one before it, or after it where it is the first.
  const other = second ?? graded[here > 0 ? here - 1 : here + 1]?.value;
  return html`<section class="compare-choice" aria-labelledby="compare-heading"><h2 id="compare-heading">Compare two submissions</h2>
<form class="inline-form" method="get" action="/submissions/${first}/compare">
${selectField({ label: 'First', name: 'first', value: other ?? first, required: true, options: graded })}
${selectField({ label: 'Second', name: 'second', value: first, required: true, options: graded })}
<button>Compare</button></form></section>`;
}

/** `12.5 / 15`, or why there are no points. */
export function scoreOf({ grade }: Attempt): string {
  if (!grade) return 'being graded';
  return grade.status === 'not_gradable' ? 'not gradable' : pointsOfText(grade.earned, grade.possible);
}
