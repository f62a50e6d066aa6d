export const outputFormats = ['text', 'md', 'html', 'json'] as const;
export type OutputFormat = (typeof outputFormats)[number];
