import { reportPage } from '#services/web/report/report-page.ts';
import type { Grade } from '#rubric/grade.ts';
import { gradeToJson } from '#rubric/grade-json.ts';
import { markdownReport } from '#rubric/report/markdown.ts';
import { textReport } from '#rubric/report/text.ts';
import type { OutputFormat } from './output-format.ts';

/** A grade as a text to print, in the format asked for. */
export function formatGrade(grade: Grade, format: OutputFormat, details: { address: string; gradedAt: string | null }): string {
  if (format === 'json') return JSON.stringify(gradeToJson(grade), null, 2);
  if (format === 'text') return textReport(grade);
  const report = markdownReport(grade, details);
  return format === 'md' ? report : reportPage(report);
}
