import { limitCheck } from './limit.ts';

export const authAttemptsLimited = limitCheck({
  id: 'ssh.auth-attempts-limited',
  title: 'Attempts to authenticate are limited',
  keyword: 'maxauthtries',
  name: 'MaxAuthTries',
  least: 1,
  most: 3,
  unit: 'attempts',
  below: 'nobody could log in',
  hint: 'sshd counts the attempts of one connection and closes it at a limit, which by default is generous.',
});
