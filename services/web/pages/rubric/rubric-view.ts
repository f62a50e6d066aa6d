import { html } from 'hono/html';
import { plainLine } from '#rubric/report/inert.ts';
import { type Criterion, possibleOf, type Rubric, type RubricItem } from '#rubric/rubric.ts';
import type { Html } from '../../layout/page.ts';
import { counted } from '../../parts/counted.ts';
import { pointsText } from '../../parts/points.ts';

/** A rubric as people read it: what is expected, and what it is worth. */
export function rubricView(rubric: Rubric): Html {
  const checks = rubric.criteria.reduce((sum, { items }) => sum + items.length, 0);
  return html`<p>${points(possibleOf(rubric))} by ${counted(checks, 'check')} in ${counted(rubric.criteria.length, 'criterion', 'criteria')}${rubric.bonus.length === 0 ? '' : html`, and ${counted(rubric.bonus.length, 'bonus check')} beside them`}.</p>
${rubric.criteria.length < 2 ? '' : html`<nav aria-label="Criteria"><ul class="chips plain-list">${rubric.criteria.map(({ id, title, possible }) => html`<li><a class="chip" href="#${id}">${plainLine(title)} <span class="muted">${pointsText(possible)}</span></a></li>`)}</ul></nav>`}
${rubric.criteria.map(criterionView)}
${rubric.bonus.length === 0 ? '' : html`<h2 id="bonus">Bonus</h2><p class="muted">Told apart from the points above, and never counted among them.</p>${itemTable('Bonus', rubric.bonus)}`}
${Object.keys(rubric.parameters).length === 0 ? '' : html`<h2 id="parameters">Parameters</h2>${parameterList(rubric.parameters)}`}`;
}

function criterionView({ id, title, possible, items }: Criterion): Html {
  const name = plainLine(title);
  return html`<h2 id="${id}">${name} <span class="muted">· ${points(possible)}</span></h2>${itemTable(name, items)}`;
}

function itemTable(name: string, items: readonly RubricItem[]): Html {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Checks of ${name}"><table class="checks"><caption class="visually-hidden">Checks of ${name}</caption>
<thead><tr><th scope="col">Check</th><th scope="col" class="number">Points</th><th scope="col">What is expected, and the hint</th></tr></thead>
<tbody>${items.map(itemRow)}</tbody></table></div>`;
}

function itemRow({ check, possible, requires, parameters }: RubricItem): Html {
  const set = Object.keys(parameters as object).length > 0;
  return html`<tr id="${check.id}"><th scope="row">${check.title}<br><code class="small">${check.id}</code></th>
<td class="number">${possible === 0 ? html`<span title="A condition of others, worth nothing by itself">0</span>` : pointsText(possible)}</td>
<td><p>${check.expected}</p><p class="small muted">Hint: ${check.hint}</p>
${requires.length === 0 ? '' : html`<p class="small">Requires ${requires.map((id, index) => html`${index > 0 ? ', ' : ''}<a href="#${id}"><code>${id}</code></a>`)}</p>`}
${set ? parameterList(parameters as Record<string, unknown>) : ''}</td></tr>`;
}

function parameterList(parameters: Readonly<Record<string, unknown>>): Html {
  return html`<dl class="facts small">${Object.entries(parameters).map(([name, value]) => html`<dt><code>${name}</code></dt><dd>${valueText(value)}</dd>`)}</dl>`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return plainLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function points(hundredths: number): string {
  return `${pointsText(hundredths)} ${hundredths === 100 ? 'point' : 'points'}`;
}
