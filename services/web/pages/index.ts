import type { ApiDependencies } from '../../api/dependencies.ts';
import type { Web } from '../web.ts';
import { addAccount } from './account/account.ts';
import { addSignIn } from './account/sign-in.ts';
import { addHome } from './home.ts';
import { addRegradePages } from './regrade/index.ts';
import { addRubricPages } from './rubric/index.ts';

/** All pages. */
export const pages: readonly ((web: Web, dependencies: ApiDependencies) => void)[] = [addSignIn, addAccount, addHome, addRegradePages, addRubricPages];
