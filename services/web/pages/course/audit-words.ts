import type { AuditAction } from '#db/queries/audit.ts';

/** What somebody did, to follow their name. */
export const auditWords: Record<AuditAction, string> = {
  'course.created': 'made the course',
  'course.changed': 'changed the course',
  'assignment.created': 'set an assignment',
  'assignment.changed': 'changed the settings of an assignment',
  'rubric.published': 'published a rubric version',
  'roster.imported': 'imported a roster',
  'member.set': 'set a member and their role',
  'person.changed': "changed a person's name or address",
  'token.created': 'made an API token',
  'token.revoked': 'revoked an API token',
  'sign-in-link.created': 'made a sign-in link',
  'sign-in-link.revoked': 'revoked a sign-in link',
  'session.begun': 'signed in',
  'session.ended': 'signed out',
  'extension.set': 'gave an extension',
  'extension.removed': 'removed an extension',
  'comment.added': 'commented on a check',
  'comment.removed': 'took a comment back',
  'second-look.asked': 'asked for a second look',
  'second-look.answered': 'answered a second look',
  'second-look.withdrawn': 'withdrew a second look',
  'review.seen': 'looked at what was marked for review',
  'host-key.noted': 'noted host keys',
  'host-key.accepted': 'accepted a host key',
  'grade.stored': 'graded a submission',
  'override.set': 'put own points in place of a check’s',
  'override.lifted': 'lifted an override',
  'override.confirmed': 'confirmed an override',
  'regrade.created': 'prepared a regrade',
  'regrade.confirmed': 'confirmed a regrade',
  'regrade.paused': 'paused a regrade',
  'regrade.resumed': 'resumed a regrade',
  'regrade.cancelled': 'cancelled a regrade',
  'regrade.retried': 'tried items of a regrade again',
  'regrade.accepted': 'accepted held grades',
  'regrade.undone': 'undid a regrade',
};

/** An action of another version of the software is shown as it is. */
export function auditText(action: string): string {
  return Object.hasOwn(auditWords, action) ? auditWords[action as AuditAction] : action;
}
