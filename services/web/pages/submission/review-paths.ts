/** Where a check stands on the page; ids of checks have dots, which selectors do not like. */
export function checkAnchor(check: string): string {
  return `check-${check.replaceAll(/[^\w-]/g, '-')}`;
}

/** The submission with a check chosen; an empty one: the submission as a whole. */
export function checkPath(submissionId: string, check: string): string {
  return check === '' ? `/submissions/${submissionId}` : `/submissions/${submissionId}?check=${encodeURIComponent(check)}#${checkAnchor(check)}`;
}

export function probePath(submissionId: string, probe: string): string {
  return `/submissions/${submissionId}/probes/${encodeURIComponent(probe)}`;
}

/** A file of the archive that was handed in, by its place in it. */
export function filePath(submissionId: string, index: number): string {
  return `/submissions/${submissionId}/files/${index}`;
}
