import { html } from 'hono/html';
import type { Assignment } from '#db/queries/assignments.ts';
import { insertDraft } from '#db/queries/rubric-drafts.ts';
import { selectRubric } from '#db/queries/rubrics.ts';
import { plainText } from '#rubric/report/inert.ts';
import { requireTaughtAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { examineRubric, type RubricFaults } from '../../../api/publish-rubric.ts';
import { rubricText } from '../../../api/schemas/rubric.ts';
import { setFlash } from '../../layout/flash.ts';
import { type Html, page } from '../../layout/page.ts';
import { assignmentPath, assignmentTabs } from '../../layout/tabs.ts';
import { counted } from '../../parts/counted.ts';
import { inputField, textareaField } from '../../parts/fields.ts';
import { notice } from '../../parts/notice.ts';
import type { Web, WebContext } from '../../web.ts';
import { regradeCrumbs } from '../regrade/regrades.ts';
import { beginPreview } from './begin-preview.ts';

/** Far more than any rubric needs. */
const maxCharacters = 200_000;
const shownDifferences = 20;

/** A new version of an assignment's rubric, as a file or as text; what is wrong with it is said, and the text stays. */
export function addRubricUpload(web: Web, dependencies: ApiDependencies): void {
  const { db } = dependencies;

  web.get('/assignments/:id/rubric/upload', async (context) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id'));
    return show(context, assignment, (await selectRubric(db, assignment.rubricId)).text, null);
  });

  web.post('/assignments/:id/rubric/upload', async (context) => {
    const viewer = context.get('viewer');
    const assignment = await requireTaughtAssignment(db, viewer, context.req.param('id'));
    const text = await readText(context);
    const present = await selectRubric(db, assignment.rubricId);
    const refuse = (problem: string) => show(context, assignment, text, { problems: [problem], differences: [] });
    if (text.trim() === '') return refuse('There is no text. Choose a file, or write the rubric below.');
    if (text.length > maxCharacters) return show(context, assignment, present.text, { problems: [`A rubric may have ${maxCharacters} characters; this text has ${text.length}.`], differences: [] });
    if (!rubricText.safeParse(text).success) return refuse('The text holds NUL characters, so it is no YAML. Is the file one?');
    if (text === present.text) return refuse('This is the assignment’s present rubric, unchanged.');
    const faults = await examineRubric(dependencies, text);
    if (faults.problems.length + faults.differences.length > 0) return show(context, assignment, text, faults);
    const draft = await insertDraft(db, { assignmentId: assignment.id, text, createdBy: viewer.userId });
    if (!(await beginPreview(dependencies, draft))) setFlash(context, 'warn', 'The draft is kept, but the queue does not answer now. Try again below in a while.');
    return context.redirect(`${assignmentPath(assignment.id, 'rubric')}/drafts/${draft}`, 303);
  });

  async function show(context: WebContext, assignment: Assignment, text: string, faults: RubricFaults | null) {
    return page(context, {
      title: 'New version',
      crumbs: [...(await regradeCrumbs(dependencies, assignment)), { href: assignmentPath(assignment.id, 'rubric'), label: 'Rubric' }],
      tabs: assignmentTabs(assignment.id, 'rubric'),
      status: faults ? 422 : 200,
      wide: true,
      body: html`<h1>A new version of the rubric</h1>
<p>It becomes a draft first: you see what it would change for the class, and nothing is graded by it before you publish it.</p>
${faults ? faultsNotice(faults) : ''}
<form method="post" action="${assignmentPath(assignment.id, 'rubric')}/upload" enctype="multipart/form-data" class="rubric-upload">
${inputField({ name: 'file', type: 'file', label: 'File', accept: '.yaml,.yml,text/yaml,application/yaml', hint: 'Where a file is chosen, it is taken, and not the text below.' })}
${textareaField({ name: 'text', label: 'Text', value: text, rows: 24, code: true, required: false, hint: html`The assignment’s present rubric to begin with. Raise <code>version</code> with every change, so that people can tell them apart.` })}
<p class="cluster"><button class="primary">See what it would change</button> <span class="muted small">It is held against every calibrated host first, which takes some seconds.</span></p></form>`,
    });
  }
}

/** Browsers send lines of a text field with CRLF; a version is named by its very bytes. */
async function readText(context: WebContext): Promise<string> {
  const { file, text } = await context.req.parseBody();
  const sent = file instanceof File && file.size > 0 ? await file.text() : typeof text === 'string' ? text : '';
  return sent.replaceAll('\r\n', '\n').replace(/^\ufeff/, '');
}

function faultsNotice({ problems, differences }: RubricFaults): Html {
  if (problems.length > 0) return notice('bad', html`<p>This is no valid rubric yet; ${counted(problems.length, 'thing')} to mend:</p>${problemList(problems)}`, { live: true });
  const rest = differences.length - shownDifferences;
  return notice(
    'bad',
    html`<p>The rubric is valid, but it grades hosts whose state is known otherwise than that state deserves, in ${counted(differences.length, 'place')}. Such a rubric would be unjust to students, so it is refused:</p>
${problemList(differences.slice(0, shownDifferences))}${rest > 0 ? html`<p>and ${rest} more</p>` : ''}`,
    { live: true },
  );
}

function problemList(sentences: readonly string[]): Html {
  return html`<ul class="problems">${sentences.map((sentence) => html`<li>${problemText(sentence)}</li>`)}</ul>`;
}

/** What a parser adds to its sentence is a piece of the text, with a sign below the place. */
function problemText(problem: string): Html {
  const [sentence = '', ...piece] = plainText(problem).trim().split('\n');
  return html`${sentence}${piece.length === 0 ? '' : html`<pre>${piece.join('\n').replace(/^\n/, '')}</pre>`}`;
}
