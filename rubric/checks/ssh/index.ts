import type { Check } from '../../check.ts';
import { authAttemptsLimited } from './auth-attempts-limited.ts';
import { clientBastion } from './client-bastion.ts';
import { clientConnectionReuse } from './client-connection-reuse.ts';
import { clientGpuNodes } from './client-gpu-nodes.ts';
import { configurationLoads } from './configuration-loads.ts';
import { idleTimeout } from './idle-timeout.ts';
import { keyLogin } from './key-login.ts';
import { loginGraceLimited } from './login-grace-limited.ts';
import { passwordLoginDisabled } from './password-login-disabled.ts';
import { privateKeysProtected } from './private-keys-protected.ts';
import { rootLoginRefused } from './root-login-refused.ts';
import { sessionsLimited } from './sessions-limited.ts';
import { unneededFeaturesOff } from './unneeded-features-off.ts';

export const sshChecks: readonly Check[] = [
  configurationLoads,
  keyLogin,
  privateKeysProtected,
  passwordLoginDisabled,
  rootLoginRefused,
  authAttemptsLimited,
  sessionsLimited,
  loginGraceLimited,
  idleTimeout,
  unneededFeaturesOff,
  clientGpuNodes,
  clientBastion,
  clientConnectionReuse,
];
