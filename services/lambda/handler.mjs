// AWS's loader looks for .js, .mjs and .cjs alone; Node runs what it then finds.
export { handler } from './handler.ts';
