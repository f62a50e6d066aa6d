import { defineCheck, failed, passed } from '../../check.ts';
import { nameOf, refusedBy } from './admission.ts';
import { decidingLine, linesThatSet } from './deciding-line.ts';
import { settingOf } from './settings.ts';

/** PermitRootLogin no, or lists of users and groups that leave root out. `prohibit-password` is Debian's default. */
export const rootLoginRefused = defineCheck({
  id: 'ssh.root-login-refused',
  title: 'Root cannot log in over SSH',
  expected: 'root is refused, by key as well as by password',
  hint: 'Your own account reaches root through sudo, so sshd need not let root in at all, not even by key.',
  needs: ['sshd'],
  uses: ['sshd-files'],
  evaluate({ sshd: { root }, 'sshd-files': files }) {
    if (!root.settings) return failed({ seen: 'sshd does not say how it would treat root', where: 'sshd -T' });
    const value = settingOf(root.settings, 'permitrootlogin');
    if (value === 'no') {
      const { where } = decidingLine(files, 'permitrootlogin', value);
      return passed({ seen: 'root is refused', ...(where ? { where } : {}) });
    }
    const refusal = refusedBy(root);
    if (refusal) return passed({ seen: `root is kept out by ${nameOf[refusal]}`, ...linesThatSet(files, refusal) });
    const how = { yes: 'by any method', 'forced-commands-only': 'by key, for a set command' }[value] ?? 'by key';
    return failed({ seen: `root may log in ${how} (${value})`, ...decidingLine(files, 'permitrootlogin', value) });
  },
});
