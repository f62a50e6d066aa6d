import { defineCheck, failed, partial } from '../../check.ts';
import { decidingLine } from './deciding-line.ts';
import { settingOf } from './settings.ts';

/** X11 forwarding and compression are on in a stock Debian; PermitUserEnvironment is off and must stay so. */
export const unneededFeaturesOff = defineCheck({
  id: 'ssh.unneeded-features-off',
  title: 'Features that nobody needs here are off',
  expected: 'no X11 forwarding, no compression, and no environment set by users',
  hint: 'A GPU server has no use for graphical forwarding, and every feature left on is one more thing to attack.',
  needs: ['sshd'],
  uses: ['sshd-files'],
  evaluate({ sshd: { login }, 'sshd-files': files }) {
    const { settings } = login;
    if (!settings) return failed({ seen: 'sshd does not say its settings', where: 'sshd -T' });
    const environment = settingOf(settings, 'permituserenvironment');
    if (environment !== 'no') {
      return failed({
        seen: 'users may set the environment of their sessions, which can get around restrictions',
        ...decidingLine(files, 'permituserenvironment', environment),
      });
    }
    const on = [
      { name: 'X11 forwarding', keyword: 'x11forwarding', off: ['x11forwarding', 'no'], or: ['disableforwarding', 'yes'] },
      { name: 'compression', keyword: 'compression', off: ['compression', 'no'], or: null },
    ].filter(({ off, or }) => ![off, or].some((pair) => pair && settingOf(settings, pair[0] ?? '') === pair[1]));
    const [first] = on;
    const line = first ? decidingLine(files, first.keyword, settingOf(settings, first.keyword)) : {};
    return partial(2 - on.length, 2, {
      seen: first ? `still on: ${on.map(({ name }) => name).join(' and ')}` : 'all of them are off',
      ...line,
      ...(first?.keyword === 'compression' ? { hint: 'sshd offers compression until a line turns it off; between machines on a fast network it costs more than it saves.' } : {}),
    });
  },
});
