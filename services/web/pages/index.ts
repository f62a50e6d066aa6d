import type { ApiDependencies } from '../../api/dependencies.ts';
import type { Web } from '../web.ts';
import { addAccount } from './account/account.ts';
import { addSignIn } from './account/sign-in.ts';
import { addHome } from './home.ts';
import { addAttention } from './instructor/attention.ts';
import { submissionPages } from './submission/index.ts';

/** All pages. */
export const pages: readonly ((web: Web, dependencies: ApiDependencies) => void)[] = [addSignIn, addAccount, addHome, addAttention, ...submissionPages];
