import { html } from 'hono/html';
import { checkById } from '#rubric/checks/catalogue.ts';
import type { EvidenceBundle, ProbeRecord } from '#rubric/evidence.ts';
import type { CheckResult } from '#rubric/grade.ts';
import type { Probe } from '#rubric/probe.ts';
import { type EvidenceId, probeById } from '#rubric/probes/catalogue.ts';
import { boundedQuote, plainLine, plainText } from '#rubric/report/inert.ts';
import type { Html } from '../../layout/page.ts';
import type { Review } from './review.ts';
import { checkAnchor, choosing, probePath } from './review-paths.ts';
import { excerptOf, quotedLines } from './raw-excerpt.ts';

/** What the chosen check rests on: the quote, and the raw output of each probe that it was given. */
export function reviewEvidence({ submission, bundle, chosen, checks }: Review): Html {
  if (!chosen) return html`<p class="empty">There are no checks to show evidence for.</p>`;
  const check = checkById.get(chosen.id);
  const given = check ? [...check.needs.map((id) => ({ id, needed: true })), ...check.uses.map((id) => ({ id, needed: false }))] : [];
  const quoted = quotedLines(chosen.quote);
  return html`${checkNav(submission.id, checks, chosen)}
<h2 id="evidence-title">Evidence: ${chosen.title}</h2>
${quote(chosen)}
${bundle === null
  ? html`<p class="empty">No evidence is stored for this grade: the machine could not be visited.</p>`
  : check === undefined
    ? html`<p class="notice warn">This version of the grader has no check ${chosen.id} any more, so it cannot say which probes it read.</p>`
    : html`<p class="small muted">What the check was given. Control characters and text direction marks are left out here; the raw download has them.</p>
${given.map(({ id, needed }, index) => item(submission.id, bundle, id, { needed, quoted, open: index === 0 }))}`}`;
}

/** From check to check, in the order of the rubric. */
function checkNav(submissionId: string, checks: readonly CheckResult[], chosen: CheckResult): Html {
  const at = checks.indexOf(chosen);
  const [previous, next] = [checks[at - 1], checks[at + 1]];
  return html`<nav class="check-nav small" aria-label="From check to check">
${previous ? html`<a id="previous-check"${choosing(submissionId, previous.id)} title="${previous.title}">Previous</a>` : html`<span class="muted">Previous</span>`}
<a href="#${checkAnchor(chosen.id)}">Check ${at + 1} of ${checks.length}</a>
${next ? html`<a id="next-check"${choosing(submissionId, next.id)} title="${next.title}">Next</a>` : html`<span class="muted">Next</span>`}</nav>`;
}

function quote({ quote: words, where, blockedBy }: CheckResult): Html | '' {
  if (words === null) return blockedBy === null ? '' : html`<p class="small muted">The check was not looked at: it waits for ${blockedBy}.</p>`;
  return html`<figure class="quote"><figcaption class="small muted">Quoted in the report${where === null ? '' : html`, from <code>${plainLine(where)}</code>`}</figcaption><pre class="wrap">${boundedQuote(words)}</pre></figure>`;
}

interface ItemOptions {
  needed: boolean;
  quoted: ReadonlySet<string>;
  open: boolean;
}

function item(submissionId: string, bundle: EvidenceBundle, id: EvidenceId, options: ItemOptions): Html {
  const probe = probeById.get(id);
  if (!probe) return witnessItem(bundle, id, options);
  const record = bundle.probes[id];
  const isUploaded = holdsUpload(probe, bundle);
  const role = options.needed ? 'needed' : 'used where there';
  if (!record || record.status === 'unavailable') {
    const why = record ? record.detail : 'The evidence was collected without this probe.';
    return html`<details class="probe" id="probe-${id}"${options.open ? html` open` : ''}><summary><code>${id}</code> <span class="badge ${isUploaded ? 'plain' : 'not_gradable'}">${isUploaded ? 'from the archive' : 'nothing collected'}</span> <span class="small muted">${role}</span></summary>
<p>${isUploaded ? 'Read from the archive that was handed in.' : plainLine(why)}</p></details>`;
  }
  const excerpt = excerptOf(record.stdout, options.quoted);
  const isOpen = options.open || excerpt.lines.some(({ isQuoted }) => isQuoted);
  return html`<details class="probe" id="probe-${id}"${isOpen ? html` open` : ''}><summary><code>${id}</code> <span class="small muted">exit ${record.exit} · ${record.durationMs} ms${record.truncated ? ' · cut' : ''} · ${role}</span></summary>
${isUploaded ? html`<p class="notice">The archive that was handed in holds this, and was read in place of the output below.</p>` : ''}
${commandOf(probe)}
${excerpt.total === 0
  ? html`<p class="muted small">It printed nothing.</p>`
  : html`<pre class="wrap">${excerpt.first > 0 ? html`<span class="muted">… ${excerpt.first} lines before\n</span>` : ''}${excerpt.lines.map(({ text, isQuoted }) => (isQuoted ? html`<mark>${text}</mark>\n` : `${text}\n`))}${excerpt.after > 0 ? html`<span class="muted">… ${excerpt.after} more lines</span>` : ''}</pre>`}
${cutNotice(record, probe)}
${record.stderr.trim() === '' ? '' : html`<p class="small muted">Its errors (stderr, the last 2 KiB)</p><pre class="wrap">${excerptOf(record.stderr, options.quoted).lines.map(({ text }) => `${text}\n`)}</pre>`}
<p class="small cluster"><a href="${probePath(submissionId, id)}">Whole output of ${id}</a><a href="${probePath(submissionId, id)}?raw=1" download>Download as it came</a></p></details>`;
}

/** The command as this version of the grader runs it: bundles do not keep it. */
export function commandOf({ command, runAs }: Probe): Html {
  const who = { root: 'as root', grader: 'as the grader’s account', login: 'as the student' }[runAs];
  const lines = command.trim().split('\n').length;
  return html`<details class="small"><summary>Command, run ${who}${lines > 1 ? ` (${lines} lines)` : ''}</summary><pre class="wrap">${command.trim()}</pre></details>`;
}

/** Says so where the output was cut. */
export function cutNotice({ truncated }: Extract<ProbeRecord, { status: 'collected' }>, { maxBytes }: Probe): Html | '' {
  return truncated ? html`<p class="notice warn">The output was longer than ${Math.round(maxBytes / 1024)} KiB and was cut there.</p>` : '';
}

function witnessItem({ witness, connection }: EvidenceBundle, id: EvidenceId, { needed, open }: ItemOptions): Html {
  const [title, value] = {
    'witness.ssh': ['What the grader saw of the SSH server', witness.ssh],
    'witness.connection': ['The connection, as the machine sees it', connection],
    'witness.ports': ['What the grader saw of the ports', witness.ports],
    'witness.dns': ['What the machine’s name server told the grader', witness.dns],
  }[id as 'witness.ssh'] as [string, unknown];
  return html`<details class="probe" id="probe-${id}"${open ? html` open` : ''}><summary>${title} <span class="small muted">seen from outside · ${needed ? 'needed' : 'used where there'}</span></summary>
${value === null ? html`<p class="muted">It was not asked.</p>` : html`<pre class="wrap">${plainText(witnessText(id, value))}</pre>`}</details>`;
}

function witnessText(id: EvidenceId, value: unknown): string {
  if (id === 'witness.ports') return (value as NonNullable<EvidenceBundle['witness']['ports']>).map(({ port, state }) => `${String(port).padStart(5)} ${state}`).join('\n');
  return Object.entries(value as Record<string, unknown>).map(([name, of]) => `${name}: ${[of].flat().join(', ')}`).join('\n');
}

function holdsUpload(probe: Probe, bundle: EvidenceBundle): boolean {
  try {
    return (probe.uploaded?.(bundle) ?? null) !== null;
  } catch {
    return false;
  }
}
