import type { SshdAccount } from '../../probes/sshd.ts';
import { wordsOf } from './settings.ts';

/** The list that keeps an account out, by its keyword as `sshd -T` prints it */
export type Refusal = 'denyusers' | 'allowusers' | 'denygroups' | 'allowgroups';

export const nameOf: Record<Refusal, string> = {
  denyusers: 'DenyUsers',
  allowusers: 'AllowUsers',
  denygroups: 'DenyGroups',
  allowgroups: 'AllowGroups',
};

/**
 * Whether DenyUsers, AllowUsers, DenyGroups and AllowGroups, in this order, let an account in (sshd_config(5)).
 * Where from does not count: an entry USER@HOST allows somebody somewhere, and denies nobody everywhere. Null: nothing keeps the account out.
 */
export function refusedBy({ name, groups, settings }: SshdAccount): Refusal | null {
  if (!settings) return null;
  const [denyUsers, allowUsers, denyGroups, allowGroups] = (
    ['denyusers', 'allowusers', 'denygroups', 'allowgroups'] as const
  ).map((keyword) => wordsOf(settings, keyword)) as [string[], string[], string[], string[]];
  const inGroup = (pattern: string) => groups.some((group) => matches(group, pattern));

  if (denyUsers.some((entry) => isFromAnywhere(entry) && matches(name, userOf(entry)))) return 'denyusers';
  if (allowUsers.length > 0 && !allowUsers.some((entry) => matches(name, userOf(entry)))) return 'allowusers';
  if (denyGroups.some(inGroup)) return 'denygroups';
  if (allowGroups.length > 0 && !allowGroups.some(inGroup)) return 'allowgroups';
  return null;
}

function userOf(entry: string): string {
  return entry.split('@')[0] ?? entry;
}

function isFromAnywhere(entry: string): boolean {
  return !entry.includes('@') || entry.endsWith('@*');
}

/** ssh_config(5), PATTERNS: `*` and `?`. Goes back to the last `*` only, so no pattern takes long. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next++;
      resume = at;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}
