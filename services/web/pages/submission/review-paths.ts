import { html } from 'hono/html';
import type { Html } from '../../layout/page.ts';

/** Where a check stands on the page; ids of checks have dots, which selectors do not like. */
export function checkAnchor(check: string): string {
  return `check-${check.replaceAll(/[^\w-]/g, '-')}`;
}

/** The submission with a check chosen; an empty one: the submission as a whole. */
export function checkPath(submissionId: string, check: string): string {
  return check === '' ? `/submissions/${submissionId}` : `/submissions/${submissionId}?check=${encodeURIComponent(check)}#${checkAnchor(check)}`;
}

/** Attributes of a link that chooses a check: without scripts a whole page comes, with them the rubric and its evidence alone. */
export function choosing(submissionId: string, check: string): Html {
  const path = `/submissions/${submissionId}?check=${encodeURIComponent(check)}`;
  const anchor = checkAnchor(check);
  return html` href="${path}#${anchor}" hx-get="${path}" hx-select="#review" hx-target="#review" hx-swap="outerHTML show:top showTarget:#${anchor}" hx-push-url="true"`;
}

export function probePath(submissionId: string, probe: string): string {
  return `/submissions/${submissionId}/probes/${encodeURIComponent(probe)}`;
}

/** A file of the archive that was handed in, by its place in it. */
export function filePath(submissionId: string, index: number): string {
  return `/submissions/${submissionId}/files/${index}`;
}
