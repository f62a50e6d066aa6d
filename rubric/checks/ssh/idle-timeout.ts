import { defineCheck, failed, passed } from '../../check.ts';
import type { SshdSettings } from '../../probes/sshd.ts';
import { decidingLine } from './deciding-line.ts';
import { seconds, settingOf, wordsOf } from './settings.ts';

const longest = 15 * 60;

/** ClientAliveInterval × ClientAliveCountMax (sshd_config(5); a count of 0 never ends a session), or ChannelTimeout. */
export const idleTimeout = defineCheck({
  id: 'ssh.idle-timeout',
  title: 'Dead sessions are ended',
  expected: 'a session whose client has gone silent ends within 15 minutes',
  hint: 'sshd can ask a silent client for a sign of life. How often it asks, times how many questions may stay open, is the time-out.',
  needs: ['sshd'],
  uses: ['sshd-files'],
  evaluate({ sshd: { login }, 'sshd-files': files }) {
    if (!login.settings) return failed({ seen: 'sshd does not say its time-outs', where: 'sshd -T' });
    const interval = Number.parseInt(settingOf(login.settings, 'clientaliveinterval'), 10);
    const count = Number.parseInt(settingOf(login.settings, 'clientalivecountmax'), 10);
    const sum = `${interval} s × ${count}`;
    const line = decidingLine(files, 'clientaliveinterval', String(interval));

    const channel = channelTimeout(login.settings);
    if (interval > 0 && count > 0 && interval * count <= longest) {
      return passed({ seen: `a silent client is dropped after ${interval * count} s (${sum})`, ...(line.where ? { where: line.where } : {}) });
    }
    if (channel <= longest) {
      const { where } = decidingLine(files, 'channeltimeout', settingOf(login.settings, 'channeltimeout'));
      return passed({ seen: `an idle session is closed after ${channel} s`, ...(where ? { where } : {}) });
    }
    if (interval === 0) {
      return failed({ seen: 'sshd never asks a silent client for a sign of life (ClientAliveInterval is 0)', ...line });
    }
    if (count === 0) {
      return failed({
        seen: 'ClientAliveCountMax is 0, which to sshd means that no session is ever ended',
        ...decidingLine(files, 'clientalivecountmax', '0'),
      });
    }
    return failed({ seen: `a silent client is dropped only after ${Math.round((interval * count) / 60)} minutes (${sum})`, ...line });
  },
});

/** Seconds after which an idle shell is closed; Infinity without. */
function channelTimeout(settings: SshdSettings): number {
  const limits = wordsOf(settings, 'channeltimeout').flatMap((word) => {
    const [type = '', time = ''] = word.split('=');
    const value = seconds(time);
    return ['*', 'global', 'session', 'session*', 'session:*', 'session:shell'].includes(type) && value > 0 ? [value] : [];
  });
  return limits[0] ?? Number.POSITIVE_INFINITY;
}
