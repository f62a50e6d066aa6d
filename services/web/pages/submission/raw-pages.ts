import { html } from 'hono/html';
import type { Database } from '#db/database.ts';
import { selectOptionalAssignment } from '#db/queries/assignments.ts';
import { selectOptionalEvidence } from '#db/queries/evidence.ts';
import type { Submission } from '#db/queries/submissions.ts';
import { selectUploadedFiles } from '#db/queries/uploads.ts';
import { selectOptionalUser } from '#db/queries/users.ts';
import { probeById } from '#rubric/probes/catalogue.ts';
import { plainLine, plainText } from '#rubric/report/inert.ts';
import { requireTaughtSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { notFound } from '../../../api/problem.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath } from '../../layout/tabs.ts';
import type { Web, WebContext } from '../../web.ts';
import { commandOf, cutNotice } from './review-evidence.ts';
import { bytesText } from './review-header.ts';
import { filePath, probePath } from './review-paths.ts';

/** What a machine printed and what a student handed in, whole: harmless on the page, as it came by `?raw=1`. For instructors. */
export function addRawPages(web: Web, { db }: ApiDependencies): void {
  web.get('/submissions/:id/probes/:probe', async (context) => {
    const submission = await requireTaughtSubmission(db, context.get('viewer'), context.req.param('id'));
    const id = context.req.param('probe');
    const evidence = await selectOptionalEvidence(db, submission.id);
    const record = evidence && Object.hasOwn(evidence.bundle.probes, id) ? evidence.bundle.probes[id] : undefined;
    if (!record) throw notFound('probe', id);
    if (context.req.query('raw') !== undefined) return download(context, `${id}.txt`, Buffer.from(record.status === 'collected' ? record.stdout : record.detail));
    const probe = probeById.get(id);
    if (record.status === 'unavailable') return rawPage(context, db, submission, { title: id, facts: html`<p>${plainLine(record.detail)}</p>`, text: '', raw: null });
    const { exit, durationMs, stdout, stderr } = record;
    return rawPage(context, db, submission, {
      title: id,
      facts: html`<p class="muted">Exit ${exit} · ${durationMs} ms · ${bytesText(Buffer.byteLength(stdout))}</p>${probe ? html`${commandOf(probe)}${cutNotice(record, probe)}` : ''}
${stderr.trim() === '' ? '' : html`<h2>Errors</h2><p class="small muted">stderr, the last 2 KiB</p><pre class="wrap">${plainText(stderr)}</pre>`}`,
      text: stdout,
      raw: `${probePath(submission.id, id)}?raw=1`,
    });
  });

  web.get('/submissions/:id/files/:index{[0-9]{1,4}}', async (context) => {
    const submission = await requireTaughtSubmission(db, context.get('viewer'), context.req.param('id'));
    const index = Number(context.req.param('index'));
    const file = (await filesOf(db, submission))[index];
    if (!file) throw notFound('file', String(index));
    const bytes = Buffer.from(file.base64, 'base64');
    const name = plainLine(file.path);
    if (context.req.query('raw') !== undefined) return download(context, name.split('/').at(-1) ?? 'file', bytes);
    const isText = !bytes.subarray(0, 8192).includes(0);
    return rawPage(context, db, submission, {
      title: name,
      facts: html`<p class="muted">${bytesText(bytes.length)}${file.executable ? ' · executable' : ''}${file.truncated ? ' · only its beginning is kept' : ''}</p>${isText ? '' : html`<p>This is no text; download it to look at it.</p>`}`,
      text: isText ? bytes.toString('utf8') : '',
      raw: `${filePath(submission.id, index)}?raw=1`,
    });
  });
}

async function filesOf(db: Database, { id, uploadId }: Submission) {
  return (await selectOptionalEvidence(db, id))?.bundle.uploads ?? selectUploadedFiles(db, uploadId);
}

/** Saved, never shown, whatever it is. */
function download(context: WebContext, name: string, bytes: Buffer): Response {
  const safe = name.replaceAll(/[^\w.-]/g, '_');
  return context.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="${safe}"`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
  });
}

interface RawPage {
  title: string;
  facts: Html;
  text: string;
  raw: string | null;
}

async function rawPage(context: WebContext, db: Database, submission: Submission, { title, facts, text, raw }: RawPage): Promise<Response> {
  const [assignment, student] = await Promise.all([selectOptionalAssignment(db, submission.assignmentId), selectOptionalUser(db, submission.studentId)]);
  return page(context, {
    title,
    crumbs: [
      ...(assignment ? [{ href: assignmentPath(assignment.id, 'gradebook'), label: assignment.title }] : []),
      { href: `/submissions/${submission.id}`, label: student?.name ?? 'Submission' },
    ],
    wide: true,
    body: html`<h1><code>${title}</code></h1>${facts}
${raw === null ? '' : html`<h2>Content</h2><p class="small muted">Without control characters and text direction marks. <a href="${raw}" download>Download as it came</a></p>`}
${text === '' ? (raw === null ? '' : html`<p class="empty">There is no text in it.</p>`) : html`<pre class="wrap">${plainText(text)}</pre>`}`,
  });
}
