import { html } from 'hono/html';
import type { AttemptGrade } from '#db/queries/attempts.ts';
import type { Submission } from '#db/queries/submissions.ts';
import type { BonusResult, CheckResult, CriterionResult, ScoredGrade } from '#rubric/grade.ts';
import { type Hundredths, toPoints } from '#rubric/points.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { type Mendable, mendNext } from '#rubric/report/mend-next.ts';
import { openReasons, tellBonus } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';
import { filterLinks } from '../../parts/filter-links.ts';
import { notice } from '../../parts/notice.ts';
import { pointsText } from '../../parts/points.ts';
import { checkAnchor, type CheckDetails, checkSection } from './check-section.ts';
import { scoreRing } from './score-ring.ts';

export type Shown = 'all' | 'mend';

export interface ResultParts {
  grade: ScoredGrade;
  details: CheckDetails;
  shown: Shown;
  /** Why single checks are not shown; null: they are. */
  concealed: string | null;
  late: AttemptGrade['late'];
  /** What links to this page keep of its query: empty, or with an ampersand at its end. */
  query: string;
}

/** The score, by criterion, and what to mend first. */
export function scoreView({ grade, details, concealed, late }: ResultParts): Html {
  const open = grade.possible - grade.judged;
  return html`<section class="score" aria-labelledby="score-heading">
<div>
<h2 id="score-heading" class="visually-hidden">Score</h2>
<p class="headline"><strong>${pointsText(grade.earned)}</strong> of ${pointsText(grade.possible)} points
${grade.status === 'final' ? html`<span class="badge good">Final</span>` : html`<span class="badge open"><span aria-hidden="true">○</span>Provisional</span>`}</p>
${open > 0 ? html`<p>${pointsText(grade.judged)} points could be judged; ${pointsText(open)} are still open. They count as neither earned nor lost.</p>` : ''}
${late && late.deducted > 0 ? html`<p>Handed in late, by up to ${late.days === 1 ? 'one day' : `${late.days} days`}: ${pointsText(late.deducted)} points are deducted, so that ${pointsText(grade.earned - late.deducted)} count.</p>` : ''}
</div>
<div class="score-parts">${scoreRing(grade)}${criterionTable(grade, concealed === null)}</div>
</section>
${concealed === null ? '' : notice('info', concealed)}
${grade.notes.filter((note) => note !== concealed).map((note) => notice('warn', plainLine(note)))}
${provisionalReasons(grade)}
${mendList(mendNext(grade, 3), details)}`;
}

/** All criteria with their checks, then the bonus. */
export function criteriaView(parts: ResultParts): Html {
  const { grade, details, shown, query } = parts;
  const all = grade.criteria.flatMap(({ checks }) => checks);
  const mend = all.filter(toMend).length;
  const filter = filterLinks('Which checks are shown', [
    { href: `?${query}show=all#checks`, label: `All (${all.length})`, isCurrent: shown === 'all' },
    { href: `?${query}show=mend#checks`, label: `To mend (${mend})`, isCurrent: shown === 'mend' },
  ]);
  return html`<section id="checks">
<div class="cluster apart"><h2>Checks</h2>${filter}</div>
${shown === 'mend' && mend === 0 ? html`<p class="empty">Nothing to mend: every check that could be judged passed.</p>` : ''}
${grade.criteria.map((criterion, index) => criterionSection(criterion, index + 1, parts))}
${grade.bonus && shown === 'all' ? bonusSection(grade.bonus, details) : ''}
</section>`;
}

function toMend({ outcome }: CheckResult): boolean {
  return outcome !== 'passed';
}

function criterionSection({ id, title, earned, judged, possible, checks }: CriterionResult, number: number, { details, shown }: ResultParts): Html | '' {
  const listed = shown === 'all' ? checks : checks.filter(toMend);
  if (listed.length === 0) return '';
  const open = possible - judged;
  return html`<section class="criterion" id="criterion-${id}" aria-labelledby="criterion-${id}-heading">
<h2 id="criterion-${id}-heading"><span class="muted">${number}</span> ${plainLine(title)} <span class="number">${pointsText(earned)} of ${pointsText(possible)}${open > 0 ? `, ${toPoints(open)} open` : ''}</span></h2>
${listed.map((check) => checkSection(check, details))}
</section>`;
}

function bonusSection(bonus: BonusResult, details: CheckDetails): Html {
  const { found, absent } = tellBonus(bonus);
  return html`<section class="criterion" id="bonus" aria-labelledby="bonus-heading">
<h2 id="bonus-heading">Bonus, apart from all other points <span class="number">${pointsText(bonus.earned)} of ${pointsText(bonus.possible)}</span></h2>
${found.map((check) => checkSection(check, { ...details, canAsk: false }))}
${absent.length === 0 ? '' : html`<p>${found.length === 0 ? 'None was found, and nobody expects one: that costs nothing.' : html`Not found, which costs nothing: ${absent.map(plainLine).join('; ')}.`}</p>`}
</section>`;
}

function criterionTable(grade: ScoredGrade, linked: boolean): Html {
  const isOpen = grade.judged < grade.possible;
  const points = ({ earned, judged, possible }: Pick<ScoredGrade, 'earned' | 'judged' | 'possible'>) =>
    html`<td class="number">${pointsText(earned)}</td>${isOpen ? html`<td class="number">${pointsText(possible - judged)}</td>` : ''}<td class="number">${pointsText(possible)}</td>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Points by criterion"><table class="by-criterion">
<caption class="visually-hidden">Points by criterion</caption>
<thead><tr><th scope="col"><abbr title="Number in the ring">#</abbr></th><th scope="col">Criterion</th><th scope="col" class="number">Earned</th>${isOpen ? html`<th scope="col" class="number">Open</th>` : ''}<th scope="col" class="number">Of</th></tr></thead>
<tbody>${grade.criteria.map((criterion, index) => html`<tr><td class="number">${index + 1}</td><th scope="row">${linked && criterion.checks.length > 0 ? html`<a href="#criterion-${criterion.id}">${plainLine(criterion.title)}</a>` : plainLine(criterion.title)}</th>${points(criterion)}</tr>`)}
${grade.bonus ? html`<tr class="bonus"><td></td><th scope="row">${linked ? html`<a href="#bonus">Bonus, apart</a>` : 'Bonus, apart'}</th><td class="number">${pointsText(grade.bonus.earned)}</td>${isOpen ? html`<td></td>` : ''}<td class="number">${pointsText(grade.bonus.possible)}</td></tr>` : ''}</tbody>
<tfoot><tr><td></td><th scope="row">Total</th>${points(grade)}</tr></tfoot>
</table></div>`;
}

function provisionalReasons(grade: ScoredGrade): Html | '' {
  const reasons = openReasons(grade);
  if (reasons.length === 0) return '';
  return notice(
    'info',
    html`<p><strong>Some checks could not be judged. They cost you nothing.</strong></p><ul>${reasons.map(
      ({ seen, hint, titles }) => html`<li>${titles.map((title) => `“${plainLine(title)}”`).join(', ')}: ${plainLine(seen)}. ${plainLine(hint)}</li>`,
    )}</ul>`,
  );
}

function mendList(list: readonly Mendable[], { titles }: CheckDetails): Html | '' {
  if (list.length === 0) return '';
  return html`<section class="card mend" aria-labelledby="mend-heading"><h2 id="mend-heading">What to mend next</h2>
<ol>${list.map(
    ({ check, lost, lostBehind }) =>
      html`<li><a href="#${checkAnchor(check.id)}">${plainLine(titles.get(check.id) ?? check.title)}</a> <span class="muted">${costs(lost, lostBehind)}</span></li>`,
  )}</ol></section>`;
}

function costs(lost: Hundredths, lostBehind: Hundredths): string {
  if (lost === 0) return `blocks ${toPoints(lostBehind)} points`;
  return `costs ${toPoints(lost)}${lostBehind > 0 ? `, and blocks ${toPoints(lostBehind)} more` : ''}`;
}

/** A grade that could not be formed: what to do, and that nothing is lost. */
export function notGradableView({ assignmentId, grade }: Submission, canAsk: boolean): Html {
  const reason = grade?.document.status === 'not_gradable' ? grade.document.reason.message : '';
  return html`<section class="score" aria-labelledby="score-heading">
<h2 id="score-heading" class="visually-hidden">Score</h2>
<p class="headline"><strong>No grade</strong> <span class="badge not_gradable"><span aria-hidden="true">○</span>Not gradable</span></p>
${notice('warn', html`<p>${plainLine(reason)}</p><p>This is no zero, and it uses up no attempt.</p>`)}
${canAsk ? html`<p><a class="button primary" href="/assignments/${assignmentId}">Submit again</a></p>` : ''}
</section>`;
}
