/** Types of build.mjs, for the end-to-end tests. */
export function build(options?: { dist?: string; overrides?: Record<string, string> }): Promise<string[]>;
export function isStale(options?: { dist?: string }): boolean;
