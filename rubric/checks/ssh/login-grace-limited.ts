import { limitCheck } from './limit.ts';

export const loginGraceLimited = limitCheck({
  id: 'ssh.login-grace-limited',
  title: 'The time to log in is limited',
  keyword: 'logingracetime',
  name: 'LoginGraceTime',
  least: 1,
  most: 30,
  unit: 'seconds',
  below: 'to sshd, zero means for ever',
  hint: 'Whoever connects and never logs in holds a place. A setting says how long sshd waits for them.',
});
