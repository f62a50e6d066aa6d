import type { SshdSettings } from '../../probes/sshd.ts';
import { settingOf, wordsOf } from './settings.ts';

/** RFC 4252 method names that ask for something typed. */
export const passwordMethods = ['password', 'keyboard-interactive'] as const;
export type PasswordMethod = (typeof passwordMethods)[number];

/** The keyword that switches a method. */
export const keywordOf: Record<PasswordMethod, string> = {
  password: 'passwordauthentication',
  'keyboard-interactive': 'kbdinteractiveauthentication',
};

/** Methods by which something typed is enough to get in. AuthenticationMethods may ask for a key as well. */
export function passwordsThatSuffice(settings: SshdSettings): PasswordMethod[] {
  const enabled = passwordMethods.filter((method) => settingOf(settings, keywordOf[method]) !== 'no');
  const lists = methodLists(settings);
  if (!lists) return enabled;
  return enabled.filter((method) =>
    lists.some((list) => list.includes(method) && list.every((step) => enabled.some((name) => name === step))),
  );
}

/** What a daemon with these settings answers to the `none` request: the first step of every list, if enabled. */
export function passwordsOffered(settings: SshdSettings): PasswordMethod[] {
  const enabled = passwordMethods.filter((method) => settingOf(settings, keywordOf[method]) !== 'no');
  const lists = methodLists(settings);
  return lists ? enabled.filter((method) => lists.some(([first]) => first === method)) : enabled;
}

/** AuthenticationMethods as lists of steps, submethods (`keyboard-interactive:pam`) dropped; null for `any`. */
export function methodLists(settings: SshdSettings): string[][] | null {
  const lists = wordsOf(settings, 'authenticationmethods').map((list) =>
    list.split(',').map((step) => step.split(':')[0] ?? step),
  );
  return lists.length === 0 || lists[0]?.[0] === 'any' ? null : lists;
}
