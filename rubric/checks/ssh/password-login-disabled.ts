import { type Verdict, defineCheck, failed, partial, passed } from '../../check.ts';
import type { SshdEvidence } from '../../probes/sshd.ts';
import { decidingLine } from './deciding-line.ts';
import { keywordOf, type PasswordMethod, passwordMethods, passwordsOffered, passwordsThatSuffice } from './password-methods.ts';
import { settingOf } from './settings.ts';

/** Keys only: the daemon must refuse passwords for an ordinary user, whatever file says so. */
export const passwordLoginDisabled = defineCheck({
  id: 'ssh.password-login-disabled',
  title: 'Password login is disabled',
  expected: 'nothing that can be typed, neither a password nor keyboard-interactive, opens an account',
  hint: 'More than one setting lets people type a password. Ask sshd for its effective values rather than reading one file: of several lines, the first that it reads wins.',
  needs: ['sshd', 'witness.ssh'],
  uses: ['sshd-files'],
  evaluate({ sshd, 'witness.ssh': witness, 'sshd-files': files }): Verdict {
    const offered = passwordMethods.filter((method) => witness.methodsOffered.includes(method));
    const { settings } = sshd.login;
    const contradiction = contradictionOf(sshd, offered);
    const review = contradiction ? { review: contradiction } : {};

    if (!settings || (contradiction && offered.length === 0)) {
      const seen = `the running daemon offered ${list(offered)} to us`;
      return offered.length === 0 ? passed({ seen, ...review }) : failed({ seen, ...review });
    }
    const [open, another] = passwordsThatSuffice(settings);
    if (open) {
      const keyword = keywordOf[open];
      return failed({
        seen: `${another ? `${open} and ${another} open` : `${open} opens`} the account ${sshd.login.name}`,
        ...decidingLine(files, keyword, settingOf(settings, keyword)),
        ...review,
      });
    }
    if (contradiction) {
      return failed({
        seen: `the file says no but the running daemon still offers ${list(offered)}: it was not reloaded`,
        where: 'the methods offered on our login connection',
        hint: 'The daemon reads its files when it starts and when it is told to reload. Until then the old values hold.',
        review: contradiction,
      });
    }
    const [elsewhere] = sshd.stranger.settings ? passwordsThatSuffice(sshd.stranger.settings) : [];
    if (elsewhere) {
      return failed({
        seen: `${elsewhere} opens the account ${sshd.login.name} to those who come from elsewhere than the graders`,
        hint: 'A Match block may change the setting for some addresses or users: what everybody else gets stands outside of it.',
      });
    }
    if (settingOf(settings, 'permitemptypasswords') === 'yes') {
      return partial(2, 3, {
        seen: 'passwords are off, yet empty ones are permitted: that would open the machine on the day passwords come back',
        ...decidingLine(files, 'permitemptypasswords', 'yes'),
      });
    }
    const { where } = decidingLine(files, 'passwordauthentication', settingOf(settings, 'passwordauthentication'));
    return passed({ seen: 'only keys open an account, by the files and by what the daemon offered us', ...(where ? { where } : {}) });
  },
});

/** What the files promise to the visiting account and what it was offered, where the two differ. */
function contradictionOf({ grader }: SshdEvidence, offered: PasswordMethod[]): string | null {
  if (!grader.settings) return null;
  const promised = passwordsOffered(grader.settings);
  if (promised.join() === offered.join()) return null;
  return `By its files sshd would offer ${list(promised)} to the account ${grader.name}; the running daemon offered ${list(offered)}. It has not read its files since they changed.`;
}

function list(methods: readonly PasswordMethod[]): string {
  return methods.join(' and ') || 'no password login';
}
