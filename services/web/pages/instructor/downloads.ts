import { z } from 'zod';
import { requireTaughtAssignment } from '../../../api/access.ts';
import type { ApiDependencies } from '../../../api/dependencies.ts';
import { canvasCsv } from '../../../exports/canvas-csv.ts';
import { readExportedAssignment } from '../../../exports/exported-assignment.ts';
import { asciiFileNamePart } from '../../../exports/file-name.ts';
import { gradebookCsv } from '../../../exports/gradebook-csv.ts';
import { exportJson } from '../../../exports/json.ts';
import { moodleCsv } from '../../../exports/moodle-csv.ts';
import { reportsZip } from '../../../exports/reports-zip.ts';
import { streamText } from '../../../exports/stream.ts';
import type { Web, WebContext } from '../../web.ts';

const csv = 'text/csv; charset=utf-8';
const flag = z.literal('1').optional().catch(undefined);
const asked = z.object({ checks: flag, excel: flag, by: z.enum(['id', 'email']).catch('id') });

/** The files of `/assignments/ID/exports`. Large ones are made while they are read. */
export function addDownloads(web: Web, { db, log }: ApiDependencies): void {
  const read = async (context: WebContext) => {
    const assignment = await requireTaughtAssignment(db, context.get('viewer'), context.req.param('id') ?? '');
    const exported = await readExportedAssignment(db, assignment);
    const failed = (err: unknown) => log.error({ err, assignment: assignment.id, requestId: context.get('requestId') }, 'an export failed');
    return { exported, failed, query: asked.parse(context.req.query()) };
  };

  web.get('/assignments/:id/export.csv', async (context) => {
    const { exported, failed, query } = await read(context);
    const lines = gradebookCsv(db, exported, { checks: query.checks !== undefined, mark: query.excel !== undefined });
    return send(context, exported.assignment.title, 'grades.csv', csv, streamText(lines, failed));
  });
  web.get('/assignments/:id/canvas.csv', async (context) => {
    const { exported } = await read(context);
    return send(context, exported.assignment.title, 'canvas.csv', csv, canvasCsv(exported));
  });
  web.get('/assignments/:id/moodle.csv', async (context) => {
    const { exported, query } = await read(context);
    return send(context, exported.assignment.title, 'moodle.csv', csv, moodleCsv(exported, query.by));
  });
  web.get('/assignments/:id/export.json', async (context) => {
    const { exported, failed } = await read(context);
    return send(context, exported.assignment.title, 'export.json', 'application/json', streamText(exportJson(db, exported, new Date()), failed));
  });
  web.get('/assignments/:id/reports.zip', async (context) => {
    const { exported, failed } = await read(context);
    return send(context, exported.assignment.title, 'reports.zip', 'application/zip', reportsZip(db, exported, failed));
  });
}

function send(context: WebContext, title: string, suffix: string, type: string, body: string | ReadableStream): Response {
  return context.body(body, 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${asciiFileNamePart(title, 'assignment')}-${suffix}"`,
    'Cache-Control': 'no-store',
  });
}
