import { html } from 'hono/html';
import type { SubmissionWait } from '#db/queries/submission-wait.ts';
import { plainLine } from '#rubric/report/inert.ts';
import { gradingPhases, type GradingProgress } from '#workers/queues/catalogue.ts';
import type { Html } from '../../layout/page.ts';
import { timeTag } from '../../parts/time.ts';

/** How far a submission is. `wait` is known where no worker has it in hand. */
export interface Standing {
  progress: GradingProgress;
  wait: SubmissionWait | null;
}

export const phaseTitles: Record<GradingProgress['phase'], string> = {
  queued: 'Waiting for a place',
  connecting: 'Connecting to your machine',
  collecting: 'Asking your machine',
  scoring: 'Scoring the answers',
};

/** The phases in their order with the current one marked, the probes that are in, and what happens now. */
export function progressView({ progress, wait }: Standing, zone: string): Html {
  const { phase, done, total, last, left = [] } = progress;
  const current = gradingPhases.indexOf(phase);
  return html`<ol class="phases">${gradingPhases.map((each, index) => {
    if (index === current) return html`<li aria-current="step"><strong>${phaseTitles[each]}</strong></li>`;
    return index < current
      ? html`<li class="done">${phaseTitles[each]}<span class="visually-hidden">: done</span></li>`
      : html`<li class="ahead">${phaseTitles[each]}</li>`;
  })}</ol>
<p class="probes"><progress aria-label="Probes that have answered" max="${total || 1}" value="${phase === 'scoring' ? total || 1 : done}"></progress>
<span class="number">${total > 0 ? html`${done} of ${total} probes have answered` : phase === 'scoring' ? 'All probes have answered or run out of time' : 'No probe has been sent yet'}</span></p>
${last === undefined ? '' : html`<p class="small muted">Answered last: <code>${last}</code>${left.length > 0 ? html`. Still to come: ${left.map((id, index) => html`${index > 0 ? ', ' : ''}<code>${id}</code>`)}${total - done > left.length ? ` and ${total - done - left.length} more` : ''}` : ''}</p>`}
<p class="now">${sentence(phase, wait, zone)}</p>`;
}

function sentence(phase: GradingProgress['phase'], wait: SubmissionWait | null, zone: string): Html {
  if (phase === 'connecting') return html`The grader opens one SSH connection to your machine and logs in with the key that your enrolment put there.`;
  if (phase === 'collecting') return html`Each probe is a bounded question about your machine’s state. Keep the machine and its network up until this is over: one or two minutes, mostly less.`;
  if (phase === 'scoring') return html`Your machine is not needed any more: what it answered is judged by the rubric.`;
  if (wait?.nextTryAt) return html`${wait.fault ? html`The last try did not work. ${plainLine(wait.fault)} ` : ''}The next try begins ${timeTag(wait.nextTryAt, zone)}, by itself.`;
  if (wait && wait.ahead > 0) return html`${wait.ahead === 1 ? '1 submission waits' : `${wait.ahead} submissions wait`} before yours. You may close this page: the result stays here.`;
  return html`Yours is the next one. You may close this page: the result stays here.`;
}
