import { limitCheck } from './limit.ts';

export const sessionsLimited = limitCheck({
  id: 'ssh.sessions-limited',
  title: 'Sessions per connection are limited',
  keyword: 'maxsessions',
  name: 'MaxSessions',
  least: 1,
  most: 5,
  unit: 'sessions',
  below: 'no shell could be opened',
  hint: 'One connection may carry several shells at once; sshd has a setting for how many. Where it stands twice, the first line counts.',
});
