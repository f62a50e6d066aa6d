import { requireSubmission } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { reportOf } from '../../../results/report-of.ts';
import { seenBy } from '../../../results/seen-by.ts';
import { reportPage } from '../../report/report-page.ts';
import { reportPolicy } from '../../report/report-style.ts';
import type { Web, WebContext } from '../../web.ts';

/** The feedback report as a page that stands alone, to print or keep, and as Markdown: the same that the API gives. */
export function addReport(web: Web, { db }: ApiDependencies): void {
  const read = async (context: WebContext): Promise<string> => {
    const { submission, role } = await requireSubmission(db, context.get('viewer'), context.req.param('id') ?? '');
    context.header('Cache-Control', 'private, no-cache');
    return reportOf(db, (await seenBy(db, role, submission)).submission);
  };
  web.get('/submissions/:id/report.md', async (context) => context.body(await read(context), 200, { 'Content-Type': 'text/markdown; charset=utf-8' }));
  web.get('/submissions/:id/report.html', async (context) => {
    const report = await read(context);
    return context.body(reportPage(report), 200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': reportPolicy });
  });
}
