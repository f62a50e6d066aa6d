import { html, raw } from 'hono/html';
import type { ScoredGrade } from '#rubric/grade.ts';
import { toPoints } from '#rubric/points.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { totalOf } from '#rubric/report/words.ts';
import type { Html } from '../../layout/page.ts';

const [center, radius, labels] = [120, 82, 109];
/** Between two criteria, in parts of the circle. */
const gap = 0.012;

/**
 * A ring of one arc a criterion, as long as its share of the points. What was earned is thick, what could not be judged is dotted,
 * the rest is thin, so that it reads without colour; the numbers are those of the table beside it.
 */
export function scoreRing(grade: ScoredGrade): Html {
  const whole = grade.possible || 1;
  let begin = 0;
  const arcs = grade.criteria.map(({ earned, judged, possible }, index) => {
    const [from, length] = [begin + gap / 2, Math.max(0, possible / whole - gap)];
    begin += possible / whole;
    const upTo = (points: number) => from + (length * points) / (possible || 1);
    const [x, y] = at(from + length / 2, labels);
    return [
      arc('ring-rest', from, from + length),
      arc('ring-open', upTo(earned), upTo(earned + possible - judged)),
      arc('ring-earned', from, upTo(earned)),
      `<text class="ring-number" x="${x}" y="${y}" dy="0.35em" text-anchor="middle">${index + 1}</text>`,
    ].join('');
  });
  const told = grade.criteria.map(({ title, earned, possible }) => `${plainLine(title)}: ${toPoints(earned)} of ${toPoints(possible)}`).join('; ');
  // Numbers of our own alone: everything that somebody wrote is in the description, escaped.
  return html`<svg class="ring" viewBox="0 0 240 240" width="240" height="240" role="img" aria-labelledby="ring-title ring-desc">
<title id="ring-title">Points by criterion: ${totalOf(grade)}</title><desc id="ring-desc">${told}.</desc>
${raw(arcs.join('\n'))}
<text class="ring-total" x="${center}" y="${center - 4}" text-anchor="middle">${toPoints(grade.earned)}</text>
<text class="ring-possible" x="${center}" y="${center + 24}" text-anchor="middle">of ${toPoints(grade.possible)}</text></svg>`;
}

/** From and to in parts of the circle, clockwise from the top. Nothing where there is nothing to draw. */
function arc(name: string, from: number, to: number): string {
  if (to - from < 0.0005) return '';
  const [[x1, y1], [x2, y2]] = [at(from, radius), at(to, radius)];
  return `<path class="${name}" fill="none" d="M${x1} ${y1}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}"/>`;
}

function at(part: number, distance: number): [number, number] {
  const angle = (part - 0.25) * 2 * Math.PI;
  return [round(center + distance * Math.cos(angle)), round(center + distance * Math.sin(angle))];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
