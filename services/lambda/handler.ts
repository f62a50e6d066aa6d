import { createLambda } from './create-lambda.ts';

/** What the function's configuration names: `services/lambda/handler.handler`, by handler.mjs. Made once for each instance. */
export const { handler } = createLambda();
