import { type Verdict, defineCheck, failed, notGradable, partial, passed } from '../../check.ts';
import type { SshdAccount } from '../../probes/sshd.ts';
import { nameOf, refusedBy } from './admission.ts';
import { chooseKey } from './authorized-key.ts';
import { decidingLine, linesThatSet } from './deciding-line.ts';
import { methodLists } from './password-methods.ts';
import { settingOf, wordsOf } from './settings.ts';

/** An ed25519 or FIDO key other than the grader's, in a file that sshd reads and trusts, for an account it lets in. */
export const keyLogin = defineCheck({
  id: 'ssh.key-login',
  title: 'A modern key of yours opens your account',
  expected: 'an ed25519 (or FIDO) key of your own is authorised for your account, in a place that sshd trusts',
  hint: 'sshd passes over a key silently when the file or a folder above it is writable to others, and says so in its log.',
  needs: ['sshd', 'authorized-keys', 'witness.ssh'],
  uses: ['sshd-files'],
  evaluate({ sshd, 'authorized-keys': files, 'witness.ssh': witness, 'sshd-files': configuration }): Verdict {
    if ('missing' in files) return failed({ seen: 'there is no OpenSSH daemon (sshd) on the machine' });
    const { login } = sshd;
    const settings = login.settings ?? new Map<string, string[]>();
    const strict = settingOf(settings, 'strictmodes') !== 'no';
    const choice = chooseKey(files, { account: login.name, strict, privateGroups: /Debian|Ubuntu/.test(witness.serverIdent) });

    if ('problem' in choice) {
      const elsewhere = [...wordsOf(settings, 'authorizedkeyscommand'), ...wordsOf(settings, 'trustedusercakeys')];
      if (choice.nothingFound && elsewhere.length > 0) {
        const seen = `sshd takes keys from ${elsewhere.join(' and ')}, which cannot be read from here`;
        return notGradable({ seen, review: seen, hint: 'Ask your instructor to look at it.' });
      }
      return failed({ seen: choice.problem, where: choice.where, ...(choice.hint ? { hint: choice.hint } : {}) });
    }
    const shut = shutOut(login, choice.type);
    if (shut) {
      const line = shut.list
        ? linesThatSet(configuration, shut.keyword)
        : decidingLine(configuration, shut.keyword, settingOf(settings, shut.keyword));
      const hint = 'The key is in place; it is the daemon that does not take it from this account.';
      return failed({ seen: shut.seen, ...line, hint });
    }
    if (!strict) {
      return partial(4, 5, {
        seen: `the key is authorised (${choice.where}), yet sshd no longer looks at who may write to such files`,
        ...decidingLine(configuration, 'strictmodes', 'no'),
        hint: 'sshd has a strict mode that is on by default: leave it on.',
      });
    }
    return passed({ seen: `a key of type ${choice.type} is authorised`, where: choice.where });
  },
});

/** What in the daemon's configuration keeps an authorised key from opening the account. */
function shutOut(login: SshdAccount, type: string): { seen: string; keyword: string; list?: true } | null {
  const { settings, name } = login;
  if (!settings) return null;
  if (settingOf(settings, 'pubkeyauthentication') === 'no') {
    return { seen: 'sshd takes no keys at all', keyword: 'pubkeyauthentication' };
  }
  const refusal = refusedBy(login);
  if (refusal) return { seen: `${nameOf[refusal]} keeps the account ${name} out`, keyword: refusal, list: true };
  const accepted = settingOf(settings, 'pubkeyacceptedalgorithms') || settingOf(settings, 'pubkeyacceptedkeytypes');
  if (accepted !== '' && !accepted.split(',').includes(type)) {
    return { seen: `sshd does not take keys of type ${type}`, keyword: 'pubkeyacceptedalgorithms' };
  }
  const lists = methodLists(settings);
  return lists && !lists.some((steps) => steps.includes('publickey'))
    ? { seen: 'no way to log in uses a key', keyword: 'authenticationmethods' }
    : null;
}
